/*
 * kamailio.y - the grammar of a Kamailio configuration, all versions from 5.6 to 6.2 in one.
 *
 * Reference: grammar.md.  Levels and shapes are Kamailio's, so that a syntax error is found at the same
 * token.  Words that share a shape share a token (grammar/keywords.tsv); what only a newer version has calls
 * need().  Actions build nodes and nothing else: no look-up, no checks.
 *
 * What must stay true: no conflicts (%expect 0); lists are left-recursive; no mid-rule actions.
 */
%code top {
	/* This file's own functions and bison's. */
	#include "tree/ast.h"
	#include "parse/parse_state.h"
}

%code requires {
	#include "tree/ast.h"
	struct parse;
}

%define api.pure full
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%param { struct parse *ps }
%locations
%expect 0

%union {
	struct str text;
	int32_t number;
	struct node *node;
	struct list list;
	struct { enum op op; struct str text; } op;
}

%code provides {
	/* The bridge to the filter: yylex pulls cooked tokens. */
	int yylex(YYSTYPE *value, YYLTYPE *at, struct parse *ps);
	void yyerror(const YYLTYPE *at, struct parse *ps, const char *message);
}

%code {
	#define YYLLOC_DEFAULT(now, rhs, n) \
		((now) = (n) ? parse_join(ps, YYRHSLOC(rhs, 1), YYRHSLOC(rhs, n)) \
			     : (struct span){YYRHSLOC(rhs, 0).hi, YYRHSLOC(rhs, 0).hi})
	#define NEW(kind, at, text) node_new(ps->arena, N_##kind, at, text)
	#define NONE STR("")
	/* bison's own name for the places on its stack, which only grows. */
	#define NOTE_STACK (ps->stack_size = (long)yystacksize)
}

%initial-action { @$ = (struct span){0, 0}; }

/* What recovery takes off the stack: Kamailio has looked at it by then. */
%destructor { parse_lose(ps, $$); } <node>
%destructor { parse_lose(ps, $$.first); } <list>

/* Values */
%token <number> NUMBER "number"
%token <text> ID "name" NUMID "word that starts with a digit" STRING "string" IPV6 "IPv6 address"
%token <text> PVAR "variable" BARE "$variable" CLASS "attribute class" EVENT_NAME "event name"
%token MARK "attribute" SEL "@select"

/* Global parameters, by the shape of their value */
%token <text> PARAM_NUMBER PARAM_INT PARAM_STRING PARAM_NAME PARAM_WORD PARAM_NUMBER_WORD
%token <text> PARAM_NUMBER_STRING PARAM_HOST PARAM_IPV4 PARAM_IPV6 TLS_METHOD TLS_VERSION
%token <text> LISTEN "listen" ALIAS "alias" DOMAIN "domain" SOCKET "socket" BIND "bind" NAME
%token <text> AGNAME "agname" VRF "vrf" ADVERTISE "advertise" VIRTUAL "virtual"
%token <text> KEMI "kemi" KEMI_CALLBACK COREPARAM "coreparam" UNUSED
%token <text> FLAGS "flags" AVPFLAGS "avpflags" DESCRIPTION "description"

/* Modules and directives that reach the grammar */
%token <text> LOADMODULE "loadmodule" LOADPATH "loadpath" MODPARAM "modparam" MODPARAMX "modparamx"
%token <text> CFGENGINE "cfgengine" SUBST "#!subst"
%token INCLUDE_FILE IMPORT_FILE JUNK "broken directive"

/* Routes */
%token <text> ROUTE "route" REQUEST_ROUTE "request_route" FAILURE_ROUTE "failure_route"
%token <text> BRANCH_ROUTE "branch_route" ONSEND_ROUTE "onsend_route" REPLY_ROUTE "reply_route"
%token <text> ONREPLY_ROUTE "onreply_route" EVENT_ROUTE "event_route"

/* Statements */
%token <text> IF "if" ELSE "else" WHILE "while" SWITCH "switch" CASE "case" DEFAULT "default"
%token <text> DROP "drop" EXIT "exit" RETURN "return" BREAK "break"

/* Core calls, by the shape of their arguments */
%token <text> CALL_STRING CALL_NUMBER CALL_EMPTY CALL_BARE CALL_FLAG CALL_AVPFLAG
%token <text> FORCE_RPORT "force_rport" FORCE_TCP_ALIAS "force_tcp_alias" FORWARD "forward" FORWARD_PROTO
%token <text> LOG "log" ERROR "error" REMOVE_BRANCH "remove_branch" UDP_MTU_TRY_PROTO "udp_mtu_try_proto"
%token <text> SET_ADVERTISED_ADDRESS "set_advertised_address" FORCE_SEND_SOCKET "force_send_socket"
%token <text> CFG_SELECT "cfg_select" URI_HOST "uri:host" URI_PORT "uri:port"

/* Condition elements */
%token <text> METHOD "method" ELEMENT_URI ELEMENT_INT ELEMENT_IP ELEMENT_PROTO MYSELF "myself"
%token <text> PROTO "protocol" WEB_PROTO "ws or wss"

%token <text> OR "||" AND "&&" EQ "==" NE "!=" MATCH "=~" IEQ "ieq" INE "ine" NOT "!" DEFINED "defined"
%token LEFT_SHIFT "<<" RIGHT_SHIFT ">>" LE "<=" GE ">=" MOD "mod" CAST_INT "(int)" CAST_STR "(str)"

/* Operators, loose to tight; their levels are not C's (grammar.md section 9) */
%precedence NO_ELSE
%precedence ELSE
/* The end of a condition element: `uri == myself == uri`, `src_ip == a - b` and `src_ip == 10.0.0.0 / 8` go on. */
%precedence ELEMENT_END
%left OR
%left AND
%left '|'
%left '&'
%left '^'
%left LEFT_SHIFT
%left RIGHT_SHIFT
%left EQ NE MATCH IEQ INE
%left '<' '>' LE GE
%left '+' '-'
%left '*' '/' MOD
%precedence NOT
%precedence '~' UNARY_MINUS
%precedence DEFINED
%precedence CAST_INT CAST_STR
%token <text> STRLEN "strlen" STREMPTY "strempty" SELVAL "selval"
%token PLUS_ASSIGN "+="
%token ',' ';' ':' '.' '(' ')' '[' ']' '{' '}' '='

%type <list> done open addresses hosts_in attributes flag_list avpflag_list actions cases case_body
%type <list> arguments parts
%type <node> statement_noid statement_id listen_open listen_done address listen_id host_id hostname
%type <node> port ipv4 ipv6 ip number signed string custom_id custom_default custom_value
%type <node> description attribute flag avpflag module route name block param
%type <node> action body case assignment leave lvalue attr attr_name expr value element core_call
%type <node> module_call select part host label_host forward_dest forward_args
%type <node> uritype ipel net port_end flag_arg avp_arg reply_value advertise_suffix name_suffix
%type <text> proto xproto proto_open label first_label
%type <op> strop eqop cmp

%%

/*
 * An address list is greedy: a word behind it is one more host.  So a statement that starts with a
 * word cannot follow an open list.
 */
file
	: done				{ ps->root = NEW(FILE, @$, NONE); KID(ps->root, FILE, items) = $1.first; NOTE_STACK; }
	| open				{ ps->root = NEW(FILE, @$, NONE); KID(ps->root, FILE, items) = $1.first; NOTE_STACK; }
	;

done
	: statement_noid		{ $$ = list_of($1); }
	| statement_id			{ $$ = list_of($1); }
	| done statement_noid		{ $$ = list_add($1, $2); }
	| done statement_id		{ $$ = list_add($1, $2); }
	| open statement_noid		{ $$ = list_add($1, $2); }
	;

open
	: listen_open			{ $$ = list_of($1); }
	| done listen_open		{ $$ = list_add($1, $2); }
	| open listen_open		{ $$ = list_add($1, $2); }
	;

statement_noid
	: ';'				{ $$ = NEW(EMPTY, @$, NONE); }
	| param
	| listen_done
	| SOCKET '=' '{' attributes '}'	{ $$ = NEW(SOCKET, @$, $1); KID($$, SOCKET, attributes) = $4.first; }
	| KEMI '.' KEMI_CALLBACK '=' string	{ $$ = NEW(KEMI, @$, $3); KID($$, KEMI, value) = $5; }
	| COREPARAM '[' ID ']' '=' number	{ $$ = NEW(COREPARAM, @$, $3); KID($$, COREPARAM, value) = $6; }
	| COREPARAM '[' ID ']' '=' string	{ $$ = NEW(COREPARAM, @$, $3); KID($$, COREPARAM, value) = $6; }
	| COREPARAM '[' STRING ']' '=' number	{ $$ = NEW(COREPARAM, @$, $3); KID($$, COREPARAM, value) = $6; }
	| COREPARAM '[' STRING ']' '=' string	{ $$ = NEW(COREPARAM, @$, $3); KID($$, COREPARAM, value) = $6; }
	| FLAGS flag_list		{ $$ = NEW(FLAGS, @$, $1); KID($$, FLAGS, flags) = $2.first; }
	| AVPFLAGS avpflag_list		{ $$ = NEW(FLAGS, @$, $1); KID($$, FLAGS, flags) = $2.first; }
	| SUBST string			{ $$ = NEW(SUBST, @$, $1); KID($$, SUBST, expression) = $2; }
	| custom_default
	| module
	| route
	| error				{ $$ = parse_recover_file(ps, @1); yyclearin; yyerrok; }
	;

statement_id: custom_id;

/* Global parameters */

param
	: PARAM_NUMBER '=' number	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| FORCE_RPORT '=' number	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_INT '=' signed		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_STRING '=' string	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_NAME '=' string		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_NAME '=' ID		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = NEW(WORD, @3, $3); }
	| PARAM_WORD '=' ID		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = NEW(WORD, @3, $3); }
	| PARAM_NUMBER_WORD '=' number	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_NUMBER_WORD '=' ID	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = NEW(WORD, @3, $3); }
	| PARAM_NUMBER_STRING '=' number { $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_NUMBER_STRING '=' string { $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_HOST '=' host_id	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_IPV4 '=' ipv4		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| PARAM_IPV6 '=' ipv6		{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = $3; }
	| TLS_METHOD '=' TLS_VERSION	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = NEW(WORD, @3, $3); }
	| UDP_MTU_TRY_PROTO '=' proto	{ $$ = NEW(PARAM, @$, $1); KID($$, PARAM, value) = NEW(WORD, @3, $3); }
	;

number: NUMBER				{ $$ = parse_number(ps, @1, $1); };

signed
	: number
	| '-' NUMBER			{ $$ = parse_number(ps, @$, parse_minus($2)); }
	;

string: STRING				{ $$ = NEW(STRING, @1, $1); };

/* Addresses */

listen_open
	: LISTEN '=' addresses		{ $$ = NEW(LISTEN, @$, $1); KID($$, LISTEN, addresses) = $3.first; }
	| ALIAS '=' addresses		{ $$ = NEW(LISTEN, @$, $1); KID($$, LISTEN, addresses) = $3.first; }
	| DOMAIN '=' addresses		{ $$ = NEW(LISTEN, @$, $1); KID($$, LISTEN, addresses) = $3.first; }
	;

listen_done
	: LISTEN '=' addresses VIRTUAL	{ $$ = parse_listen(ps, @$, $1, $3, NULL, NULL, true); }
	| LISTEN '=' addresses name_suffix
					{ $$ = parse_listen(ps, @$, $1, $3, NULL, $4, false); }
	| LISTEN '=' addresses name_suffix VIRTUAL
					{ $$ = parse_listen(ps, @$, $1, $3, NULL, $4, true); }
	| LISTEN '=' addresses advertise_suffix
					{ $$ = parse_listen(ps, @$, $1, $3, $4, NULL, false); }
	| LISTEN '=' addresses advertise_suffix VIRTUAL
					{ $$ = parse_listen(ps, @$, $1, $3, $4, NULL, true); }
	| LISTEN '=' addresses advertise_suffix name_suffix
					{ $$ = parse_listen(ps, @$, $1, $3, $4, $5, false); }
	| LISTEN '=' addresses advertise_suffix name_suffix VIRTUAL
					{ $$ = parse_listen(ps, @$, $1, $3, $4, $5, true); }
	;

name_suffix: NAME string		{ $$ = $2; };

advertise_suffix
	: ADVERTISE host_id		{ $$ = parse_address(ps, @2, NONE, $2, NULL); }
	| ADVERTISE host_id ':' number	{ $$ = parse_address(ps, @2, NONE, $2, $4); }
	| ADVERTISE proto_open host_id ':' number
					{ $$ = parse_address(ps, @2, $2, $3, $5); }
	;

addresses
	: address			{ $$ = list_of($1); }
	| addresses address		{ $$ = list_add($1, $2); }
	;

address
	: listen_id			{ $$ = parse_address(ps, @$, NONE, $1, NULL); }
	| listen_id ':' port		{ $$ = parse_address(ps, @$, NONE, $1, $3); }
	| proto ':' listen_id		{ $$ = parse_address(ps, @$, $1, $3, NULL); }
	| proto ':' listen_id ':' port	{ $$ = parse_address(ps, @$, $1, $3, $5); }
	;

listen_id
	: host_id
	| '(' hosts_in ')'		{ $$ = $2.first; }
	;

hosts_in
	: host_id			{ $$ = list_of($1); }
	| hosts_in ',' host_id		{ $$ = list_add($1, $3); }
	;

host_id
	: ip
	| string
	| hostname
	;

ip
	: ipv4
	| ipv6
	;

ipv4: NUMBER '.' NUMBER '.' NUMBER '.' NUMBER
					{ $$ = parse_ipv4(ps, @$, $1, $3, $5, $7); };

ipv6
	: IPV6				{ $$ = NEW(IP, @1, $1); }
	| '[' IPV6 ']'			{ $$ = NEW(IP, @2, $2); }
	;

/* A host name that starts with a number may go on with a dash only: a dot makes it an IPv4 address. */
hostname
	: first_label			{ $$ = NEW(HOST, @1, $1); }
	| NUMBER			{ $$ = NEW(HOST, @1, parse_spelling(ps, @1)); }
	| hostname_more
	;

%type <node> hostname_more;
hostname_more
	: first_label '.' label		{ $$ = parse_host(ps, @$, $1, ".", $3); }
	| first_label '-' label		{ $$ = parse_host(ps, @$, $1, "-", $3); }
	| NUMBER '-' label		{ $$ = parse_host(ps, @$, parse_spelling(ps, @1), "-", $3); }
	| hostname_more '.' label	{ $$ = parse_host(ps, @$, $1->text, ".", $3); }
	| hostname_more '-' label	{ $$ = parse_host(ps, @$, $1->text, "-", $3); }
	;

first_label: ID | NUMID;

label
	: ID
	| NUMID
	| NUMBER			{ $$ = parse_spelling(ps, @1); }
	;

proto
	: PROTO
	| '*'				{ $$ = STR("*"); }
	;

xproto: PROTO | WEB_PROTO;

port
	: number
	| '*'				{ $$ = NEW(WORD, @1, STR("*")); }
	;

attributes
	: attribute			{ $$ = list_of($1); }
	| attributes attribute		{ $$ = list_add($1, $2); }
	;

attribute
	: ';'				{ $$ = NEW(EMPTY, @$, NONE); }
	| BIND '=' host_id		{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, NONE, $3, NULL)); }
	| BIND '=' host_id ':' port_end	{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, NONE, $3, $5)); }
	| BIND '=' proto ':' host_id	{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, $3, $5, NULL)); }
	| BIND '=' proto ':' host_id ':' port_end
					{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, $3, $5, $7)); }
	| NAME '=' string		{ $$ = parse_bind(ps, @$, $1, $3); }
	| AGNAME '=' string		{ $$ = parse_bind(ps, @$, $1, $3); }
	| VRF '=' string		{ $$ = parse_bind(ps, @$, $1, $3); }
	| ADVERTISE '=' host_id ':' number
					{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, NONE, $3, $5)); }
	| ADVERTISE '=' proto_open host_id ':' number
					{ $$ = parse_bind(ps, @$, $1, parse_address(ps, @3, $3, $4, $6)); }
	| VIRTUAL '=' number		{ $$ = parse_bind(ps, @$, $1, $3); }
	;

port_end
	: port
	| port '-' number		{ parse_need(ps, FEATURE_PORT_RANGE, @2); $$ = $1; $1->next = $3; }
	;

/* Flags */

flag_list
	: flag				{ $$ = list_of($1); }
	| flag_list ',' flag		{ $$ = list_add($1, $3); }
	;

flag
	: avpflag
	| avpflag ':' number		{ $$ = $1; KID($$, FLAG, number) = $3; $$->at = @$; }
	;

avpflag_list
	: avpflag			{ $$ = list_of($1); }
	| avpflag_list ',' avpflag	{ $$ = list_add($1, $3); }
	;

avpflag
	: ID				{ $$ = NEW(FLAG, @1, $1); }
	| STRING			{ $$ = NEW(FLAG, @1, $1); }
	;

/* Custom variables */

custom_id
	: ID '.' ID '=' custom_value description
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), NULL, NEW(WORD, @3, $3), $5, $6); }
	| ID '.' DEFAULT '=' custom_value description
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), NULL, NEW(WORD, @3, $3), $5, $6); }
	| ID '[' number ']' '.' ID '=' custom_value
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), $3, NEW(WORD, @6, $6), $8, NULL); }
	| ID '[' number ']' '.' DEFAULT '=' custom_value
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), $3, NEW(WORD, @6, $6), $8, NULL); }
	;

custom_default
	: DEFAULT '.' ID '=' custom_value description
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), NULL, NEW(WORD, @3, $3), $5, $6); }
	| DEFAULT '.' DEFAULT '=' custom_value description
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), NULL, NEW(WORD, @3, $3), $5, $6); }
	| DEFAULT '[' number ']' '.' ID '=' custom_value
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), $3, NEW(WORD, @6, $6), $8, NULL); }
	| DEFAULT '[' number ']' '.' DEFAULT '=' custom_value
				{ $$ = parse_custom(ps, @$, NEW(WORD, @1, $1), $3, NEW(WORD, @6, $6), $8, NULL); }
	;

custom_value: number | string;

description
	: %empty			{ $$ = NULL; }
	| DESCRIPTION string		{ $$ = $2; }
	;

/* Modules */

module
	: LOADMODULE string	{ $$ = NEW(LOADMODULE, @$, $1); KID($$, LOADMODULE, module) = $2; }
	| LOADMODULE load_open string ')'
					{ $$ = NEW(LOADMODULE, @$, $1); KID($$, LOADMODULE, module) = $3; }
	| LOADMODULE load_open string ',' string ')'
					{ $$ = NEW(LOADMODULE, @$, $1); KID($$, LOADMODULE, module) = $3;
					  KID($$, LOADMODULE, options) = $5; }
	| LOADPATH string		{ $$ = NEW(LOADPATH, @$, $1); KID($$, LOADPATH, path) = $2; }
	| LOADPATH '=' string		{ $$ = NEW(LOADPATH, @$, $1); KID($$, LOADPATH, path) = $3; }
	| MODPARAM '(' string ',' string ',' string ')'
					{ $$ = parse_modparam(ps, @$, $1, $3, $5, $7); }
	| MODPARAM '(' string ',' string ',' signed ')'
					{ $$ = parse_modparam(ps, @$, $1, $3, $5, $7); }
	| MODPARAMX '(' string ',' string ',' string ')'
					{ $$ = parse_modparam(ps, @$, $1, $3, $5, $7); }
	| MODPARAMX '(' string ',' string ',' signed ')'
					{ $$ = parse_modparam(ps, @$, $1, $3, $5, $7); }
	| MODPARAMX '(' string ',' string ',' PVAR ')'
					{ $$ = parse_modparam(ps, @$, $1, $3, $5, NEW(PVAR, @7, $7)); }
	| CFGENGINE string		{ $$ = NEW(CFGENGINE, @$, $1); KID($$, CFGENGINE, engine) = $2; }
	| CFGENGINE '=' string		{ $$ = NEW(CFGENGINE, @$, $1); KID($$, CFGENGINE, engine) = $3; }
	;

/* What a version lacks is said where it starts, before what else may be wrong behind it. */
load_open: '('				{ parse_need(ps, FEATURE_LOADMODULE_OPTIONS, @1); };
proto_open: xproto ':'			{ parse_need(ps, FEATURE_ADVERTISE_PROTO, @1); $$ = $1; };

/* Routes */

route
	: ROUTE block			{ $$ = parse_route(ps, @$, OP_ROUTE, $1, NULL, $2); }
	| REQUEST_ROUTE block		{ $$ = parse_route(ps, @$, OP_ROUTE, $1, NULL, $2); }
	| ROUTE '[' name ']' block	{ $$ = parse_route(ps, @$, OP_ROUTE, $1, $3, $5); }
	| FAILURE_ROUTE block		{ $$ = parse_route(ps, @$, OP_FAILURE_ROUTE, $1, NULL, $2); }
	| FAILURE_ROUTE '[' name ']' block	{ $$ = parse_route(ps, @$, OP_FAILURE_ROUTE, $1, $3, $5); }
	| BRANCH_ROUTE block		{ $$ = parse_route(ps, @$, OP_BRANCH_ROUTE, $1, NULL, $2); }
	| BRANCH_ROUTE '[' name ']' block	{ $$ = parse_route(ps, @$, OP_BRANCH_ROUTE, $1, $3, $5); }
	| ONSEND_ROUTE block		{ $$ = parse_route(ps, @$, OP_ONSEND_ROUTE, $1, NULL, $2); }
	| ONSEND_ROUTE '[' name ']' block	{ $$ = parse_route(ps, @$, OP_ONSEND_ROUTE, $1, $3, $5); }
	| ONREPLY_ROUTE block		{ $$ = parse_route(ps, @$, OP_ONREPLY_ROUTE, $1, NULL, $2); }
	| ONREPLY_ROUTE '[' name ']' block	{ $$ = parse_route(ps, @$, OP_ONREPLY_ROUTE, $1, $3, $5); }
	| REPLY_ROUTE block		{ $$ = parse_route(ps, @$, OP_ONREPLY_ROUTE, $1, NULL, $2); }
	| EVENT_ROUTE '[' EVENT_NAME ']' block
				{ $$ = parse_route(ps, @$, OP_EVENT_ROUTE, $1, NEW(WORD, @3, $3), $5); }
	;

name
	: number
	| ID				{ $$ = NEW(WORD, @1, $1); }
	| string
	;

/* The node of a block is a list; an action that was dropped by recovery leaves an empty one. */
block: '{' actions '}'			{ $$ = $2.first; };

actions
	: action			{ $$ = list_of($1); }
	| actions action		{ $$ = list_add($1, $2); }
	;

/* Statements */

action
	: ';'				{ $$ = NEW(EMPTY, @$, NONE); }
	| core_call ';'
	| module_call ';'
	| assignment ';'
	| leave ';'
	| IF expr body %prec NO_ELSE	{ $$ = parse_if(ps, @$, $2, $3, NULL); }
	| IF expr body ELSE body	{ $$ = parse_if(ps, @$, $2, $3, $5); }
	| WHILE expr body		{ $$ = NEW(WHILE, @$, NONE); KID($$, WHILE, condition) = $2; KID($$, WHILE, body) = $3; }
	| SWITCH expr '{' '}'		{ $$ = NEW(SWITCH, @$, NONE); KID($$, SWITCH, subject) = $2; }
	| SWITCH expr '{' cases '}'	{ $$ = NEW(SWITCH, @$, NONE); KID($$, SWITCH, subject) = $2; KID($$, SWITCH, cases) = $4.first; }
	| error				{ $$ = parse_recover_block(ps, @1); yyclearin; yyerrok; }
	;

body
	: action
	| block
	;

cases
	: case				{ $$ = list_of($1); }
	| cases case			{ $$ = list_add($1, $2); }
	;

case
	: CASE expr ':' case_body	{ $$ = parse_case(ps, @$, $2, $4, 0); }
	| CASE '/' expr ':' case_body	{ $$ = parse_case(ps, @$, $3, $5, NF_REGEX); }
	| DEFAULT ':' case_body		{ $$ = parse_case(ps, @$, NULL, $3, NF_DEFAULT); }
	;

case_body
	: %empty			{ $$ = (struct list){NULL, NULL}; }
	| case_body action		{ $$ = list_add($1, $2); }
	;

assignment
	: lvalue '=' expr		{ $$ = parse_assign(ps, @$, $1, $3); }
	;

lvalue
	: PVAR				{ $$ = NEW(PVAR, @1, $1); }
	| BARE				{ $$ = NEW(BARE, @1, $1); }
	| attr
	;

attr
	: attr_name
	| attr_name '[' ']'		{ $$ = $1; $$->flags |= NF_INDEXED; $$->at = @$; }
	;

attr_name
	: MARK ID			{ $$ = NEW(ATTR, @$, $2); }
	| MARK CLASS '.' ID		{ $$ = NEW(ATTR, @$, $4); $$->op = 1; }
	;

leave
	: DROP				{ $$ = parse_leave(ps, @$, $1, NULL); }
	| DROP expr			{ $$ = parse_leave(ps, @$, $1, $2); }
	| DROP '(' ')'			{ $$ = parse_leave(ps, @$, $1, NULL); }
	| EXIT				{ $$ = parse_leave(ps, @$, $1, NULL); }
	| EXIT expr			{ $$ = parse_leave(ps, @$, $1, $2); }
	| EXIT '(' ')'			{ $$ = parse_leave(ps, @$, $1, NULL); }
	| RETURN			{ $$ = parse_leave(ps, @$, $1, NULL); }
	| RETURN expr			{ $$ = parse_leave(ps, @$, $1, $2); }
	| RETURN '(' ')'		{ $$ = parse_leave(ps, @$, $1, NULL); }
	| BREAK				{ $$ = parse_leave(ps, @$, $1, NULL); }
	;

/* Expressions */

expr
	: value
	| '(' expr ')'			{ $$ = $2; }
	| expr OR expr			{ $$ = parse_binary(ps, @$, OP_OR, STR("||"), $1, $3); }
	| expr AND expr			{ $$ = parse_binary(ps, @$, OP_AND, STR("&&"), $1, $3); }
	| expr '|' expr			{ $$ = parse_binary(ps, @$, '|', STR("|"), $1, $3); }
	| expr '&' expr			{ $$ = parse_binary(ps, @$, '&', STR("&"), $1, $3); }
	| expr '^' expr			{ $$ = parse_binary(ps, @$, '^', STR("^"), $1, $3); }
	| expr LEFT_SHIFT expr		{ $$ = parse_binary(ps, @$, OP_LEFT_SHIFT, STR("<<"), $1, $3); }
	| expr RIGHT_SHIFT expr		{ $$ = parse_binary(ps, @$, OP_RIGHT_SHIFT, STR(">>"), $1, $3); }
	| expr EQ expr			{ $$ = parse_binary(ps, @$, OP_EQ, $2, $1, $3); }
	| expr NE expr			{ $$ = parse_binary(ps, @$, OP_NE, $2, $1, $3); }
	| expr MATCH expr		{ $$ = parse_binary(ps, @$, OP_MATCH, STR("=~"), $1, $3); }
	| expr IEQ expr			{ $$ = parse_binary(ps, @$, OP_IEQ, STR("ieq"), $1, $3); }
	| expr INE expr			{ $$ = parse_binary(ps, @$, OP_INE, STR("ine"), $1, $3); }
	| expr '<' expr			{ $$ = parse_binary(ps, @$, '<', STR("<"), $1, $3); }
	| expr '>' expr			{ $$ = parse_binary(ps, @$, '>', STR(">"), $1, $3); }
	| expr LE expr			{ $$ = parse_binary(ps, @$, OP_LE, STR("<="), $1, $3); }
	| expr GE expr			{ $$ = parse_binary(ps, @$, OP_GE, STR(">="), $1, $3); }
	| expr '+' expr			{ $$ = parse_binary(ps, @$, '+', STR("+"), $1, $3); }
	| expr '-' expr			{ $$ = parse_binary(ps, @$, '-', STR("-"), $1, $3); }
	| expr '*' expr			{ $$ = parse_binary(ps, @$, '*', STR("*"), $1, $3); }
	| expr '/' expr			{ $$ = parse_binary(ps, @$, '/', STR("/"), $1, $3); }
	| expr MOD expr			{ $$ = parse_binary(ps, @$, OP_MOD, STR("mod"), $1, $3); }
	| NOT expr			{ $$ = parse_unary(ps, @$, OP_NOT, STR("!"), $2); }
	| '~' expr			{ $$ = parse_unary(ps, @$, '~', STR("~"), $2); }
	| '-' expr %prec UNARY_MINUS	{ $$ = parse_negative(ps, @$, $2); }
	| DEFINED expr			{ $$ = parse_unary(ps, @$, OP_DEFINED, STR("defined"), $2); }
	| CAST_INT expr			{ $$ = parse_unary(ps, @$, OP_CAST_INT, STR("(int)"), $2); }
	| CAST_STR expr			{ $$ = parse_unary(ps, @$, OP_CAST_STR, STR("(str)"), $2); }
	| STRLEN '(' expr ')'		{ $$ = parse_unary(ps, @$, OP_STRLEN, STR("strlen"), $3); }
	| STREMPTY '(' expr ')'		{ $$ = parse_unary(ps, @$, OP_STREMPTY, STR("strempty"), $3); }
	| SELVAL '(' expr ',' expr ',' expr ')'
					{ $$ = NEW(SELVAL, @$, NONE); KID($$, SELVAL, condition) = $3;
					  KID($$, SELVAL, first) = $5; KID($$, SELVAL, second) = $7; }
	;

value
	: number
	| string
	| PVAR				{ $$ = NEW(PVAR, @1, $1); }
	| BARE				{ $$ = NEW(BARE, @1, $1); }
	| attr
	| attr_name '[' signed ']'	{ $$ = $1; $$->flags |= NF_INDEXED; $$->at = @$; KID($$, ATTR, index) = $3; }
	| select
	| core_call
	| module_call
	| element
	| '(' assignment ')'		{ $$ = $2; }
	| block				{ $$ = NEW(BLOCK, @$, NONE); KID($$, BLOCK, body) = $1; }
	;

select: SEL parts			{ $$ = NEW(SELECT, @$, NONE); KID($$, SELECT, parts) = $2.first; };

parts
	: part				{ $$ = list_of($1); }
	| parts '.' part		{ $$ = list_add($1, $3); }
	;

part
	: ID				{ $$ = NEW(PART, @1, $1); }
	| ID '[' signed ']'		{ $$ = NEW(PART, @$, $1); KID($$, PART, index) = $3; }
	| ID '[' string ']'		{ $$ = NEW(PART, @$, $1); KID($$, PART, index) = $3; }
	;

/* Legacy condition elements: the right side goes on over operators tighter than the comparison */

element
	: METHOD strop expr %prec EQ	{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	| METHOD strop ID		{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), NEW(WORD, @3, $3)); }
	| uritype strop expr %prec EQ	{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, $3); }
	| uritype strop MYSELF %prec ELEMENT_END	{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, NEW(WORD, @3, $3)); }
	| ELEMENT_INT eqop expr %prec EQ { $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	| ELEMENT_INT cmp expr %prec EQ	{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	| ELEMENT_PROTO eqop expr %prec EQ
					{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	| ELEMENT_PROTO eqop xproto	{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), NEW(WORD, @3, $3)); }
	| ELEMENT_PROTO eqop '*'	{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), NEW(WORD, @3, STR("*"))); }
	| ipel strop expr %prec EQ	{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, $3); }
	| ipel strop net		{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, $3); }
	| ipel strop host %prec ELEMENT_END	{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, $3); }
	| ipel strop MYSELF %prec ELEMENT_END	{ $$ = parse_element(ps, @$, $2.op, $2.text, $1, NEW(WORD, @3, $3)); }
	| MYSELF eqop uritype		{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	| MYSELF eqop ipel		{ $$ = parse_element(ps, @$, $2.op, $2.text, NEW(WORD, @1, $1), $3); }
	;

uritype: ELEMENT_URI			{ $$ = NEW(WORD, @1, $1); };
ipel: ELEMENT_IP			{ $$ = NEW(WORD, @1, $1); };

net
	: ip %prec ELEMENT_END		{ $$ = NEW(NET, @$, NONE); KID($$, NET, address) = $1; }
	| ip '/' ip			{ $$ = NEW(NET, @$, NONE); KID($$, NET, address) = $1; KID($$, NET, mask) = $3; }
	| ip '/' number			{ $$ = NEW(NET, @$, NONE); KID($$, NET, address) = $1; KID($$, NET, mask) = $3; }
	;

eqop
	: EQ				{ $$.op = OP_EQ; $$.text = STR("=="); }
	| NE				{ $$.op = OP_NE; $$.text = STR("!="); }
	;

strop
	: eqop
	| MATCH				{ $$.op = OP_MATCH; $$.text = STR("=~"); }
	;

cmp
	: '<'				{ $$.op = '<'; $$.text = STR("<"); }
	| '>'				{ $$.op = '>'; $$.text = STR(">"); }
	| LE				{ $$.op = OP_LE; $$.text = STR("<="); }
	| GE				{ $$.op = OP_GE; $$.text = STR(">="); }
	;

host: label_host %prec ELEMENT_END;

label_host
	: ID				{ $$ = NEW(HOST, @1, $1); }
	| label_host '.' ID		{ $$ = parse_host(ps, @$, $1->text, ".", $3); }
	| label_host '-' ID		{ $$ = parse_host(ps, @$, $1->text, "-", $3); }
	;

/* Core calls */

core_call
	: CALL_STRING '(' string ')'	{ $$ = parse_call(ps, @$, OP_CALL_STRING, $1, $3); }
	| CALL_NUMBER '(' number ')'	{ $$ = parse_call(ps, @$, OP_CALL_NUMBER, $1, $3); }
	| CALL_EMPTY '(' ')'		{ $$ = parse_call(ps, @$, OP_CALL_EMPTY, $1, NULL); }
	| CALL_BARE			{ $$ = parse_call(ps, @$, OP_CALL_BARE, $1, NULL); $$->flags |= NF_BARE; }
	| CALL_BARE '(' ')'		{ $$ = parse_call(ps, @$, OP_CALL_BARE, $1, NULL); }
	| FORCE_RPORT			{ $$ = parse_call(ps, @$, OP_CALL_BARE, $1, NULL); $$->flags |= NF_BARE; }
	| FORCE_RPORT '(' ')'		{ $$ = parse_call(ps, @$, OP_CALL_BARE, $1, NULL); }
	| FORCE_TCP_ALIAS		{ $$ = parse_call(ps, @$, OP_FORCE_TCP_ALIAS, $1, NULL); $$->flags |= NF_BARE; }
	| FORCE_TCP_ALIAS '(' ')'	{ $$ = parse_call(ps, @$, OP_FORCE_TCP_ALIAS, $1, NULL); }
	| FORCE_TCP_ALIAS '(' number ')'	{ $$ = parse_call(ps, @$, OP_FORCE_TCP_ALIAS, $1, $3); }
	| CALL_FLAG '(' flag_arg ')'	{ $$ = parse_call(ps, @$, OP_CALL_FLAG, $1, $3); }
	| CALL_AVPFLAG '(' avp_arg ',' avpflag ')'
					{ $3->next = $5; $$ = parse_call(ps, @$, OP_CALL_AVPFLAG, $1, $3); }
	| FORWARD '(' ')'		{ $$ = parse_call(ps, @$, OP_FORWARD, $1, NULL); }
	| FORWARD '(' forward_args ')'	{ $$ = parse_call(ps, @$, OP_FORWARD, $1, $3); }
	| FORWARD_PROTO '(' forward_args ')'	{ $$ = parse_call(ps, @$, OP_FORWARD_PROTO, $1, $3); }
	| LOG '(' string ')'		{ $$ = parse_call(ps, @$, OP_LOG, $1, $3); }
	| LOG '(' number ',' string ')'	{ $3->next = $5; $$ = parse_call(ps, @$, OP_LOG, $1, $3); }
	| ERROR '(' string ',' string ')'	{ $3->next = $5; $$ = parse_call(ps, @$, OP_ERROR, $1, $3); }
	| ROUTE '(' expr ')'		{ $$ = parse_call(ps, @$, OP_ROUTE, $1, $3); }
	| ROUTE '(' ID ')'		{ $$ = parse_call(ps, @$, OP_ROUTE, $1, NEW(WORD, @3, $3)); }
	| REMOVE_BRANCH '(' ')'		{ $$ = parse_call(ps, @$, OP_REMOVE_BRANCH, $1, NULL); }
	| REMOVE_BRANCH '(' signed ')'	{ $$ = parse_call(ps, @$, OP_REMOVE_BRANCH, $1, $3); }
	| UDP_MTU_TRY_PROTO '(' proto ')'
					{ $$ = parse_call(ps, @$, OP_UDP_MTU_TRY_PROTO, $1, NEW(WORD, @3, $3)); }
	| SET_ADVERTISED_ADDRESS '(' host_id ')'
					{ $$ = parse_call(ps, @$, OP_SET_ADVERTISED_ADDRESS, $1, $3); }
	| FORCE_SEND_SOCKET '(' address_one ')'
					{ $$ = parse_call(ps, @$, OP_FORCE_SEND_SOCKET, $1, $3); }
	| CFG_SELECT '(' string ',' expr ')'
					{ $3->next = $5; $$ = parse_call(ps, @$, OP_CFG_SELECT, $1, $3); }
	;

%type <node> address_one;
address_one
	: host_id			{ $$ = parse_address(ps, @$, NONE, $1, NULL); }
	| host_id ':' port		{ $$ = parse_address(ps, @$, NONE, $1, $3); }
	| proto ':' host_id		{ $$ = parse_address(ps, @$, $1, $3, NULL); }
	| proto ':' host_id ':' port	{ $$ = parse_address(ps, @$, $1, $3, $5); }
	;

forward_args
	: forward_dest
	| forward_dest ',' number	{ $$ = $1; $$->next = $3; }
	| URI_HOST			{ $$ = NEW(WORD, @1, $1); }
	| URI_HOST ',' number		{ $$ = NEW(WORD, @1, $1); $$->next = $3; }
	| URI_HOST ',' URI_PORT		{ $$ = NEW(WORD, @1, $1); $$->next = NEW(WORD, @3, $3); }
	;

forward_dest: host | string | ip;

flag_arg
	: number
	| ID				{ $$ = NEW(WORD, @1, $1); }
	| string
	;

avp_arg
	: reply_value
	| attr_name
	| attr_name '[' signed ']'	{ $$ = $1; $$->flags |= NF_INDEXED; KID($$, ATTR, index) = $3; }
	| attr_name '[' ']'		{ $$ = $1; $$->flags |= NF_INDEXED; }
	;

reply_value
	: BARE				{ $$ = NEW(BARE, @1, $1); }
	| string
	;

/* Calls of module functions */

module_call
	: ID '(' ')'			{ $$ = NEW(CALL, @$, $1); }
	| ID '(' arguments ')'		{ $$ = NEW(CALL, @$, $1); KID($$, CALL, arguments) = $3.first; }
	;

/* One comma too many at the front is let through by Kamailio (regress/empty-first-argument). */
arguments
	: expr				{ $$ = list_of($1); }
	| ',' expr			{ $$ = list_of($2); }
	| arguments ',' expr		{ $$ = list_add($1, $3); }
	;

%%

/* The token of a symbol: bison keeps only the other direction. */
static short token_of(struct parse *ps, yysymbol_kind_t kind)
{
	if (!ps->tokens) {
		ps->tokens = arena_array(ps->arena, YYNTOKENS, sizeof *ps->tokens);
		for (int i = 0; i < YYNTOKENS; i++)
			ps->tokens[i] = T_YYUNDEF;
		for (short token = YYMAXUTOK; token >= 0; token--)
			ps->tokens[YYTRANSLATE(token)] = token;
	}
	return ps->tokens[kind];
}

/* bison tells only here which tokens would have fitted. */
static int yyreport_syntax_error(const yypcontext_t *context, struct parse *ps)
{
	yysymbol_kind_t expected[PARSE_EXPECTED_MOST];
	struct expected set = {0};
	int n = 0;

	/* To find them takes long; without room for the message nobody will read them. */
	if (diag_has_room(&ps->session->diags, &rule_syntax))
		n = yypcontext_expected_tokens(context, expected, PARSE_EXPECTED_MOST);
	for (int i = 0; i < n; i++) {
		set.name[set.count] = yysymbol_name(expected[i]);
		set.token[set.count++] = token_of(ps, expected[i]);
	}
	parse_report_syntax(ps, &set);
	return 0;
}
