/* What is not a visitor yet. */
#include "unit/analysis.h"
void old_rules(struct analysis *u);
void missing_routes(struct analysis *u);
void unused_routes(struct analysis *u);
void main_route(struct analysis *u);
void recursion(struct analysis *u);
void zero_returns(struct analysis *u);
void dead_statements(struct analysis *u);
void event_names(struct analysis *u);
void contexts(struct analysis *u);
