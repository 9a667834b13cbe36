/*
 * regex - leftmost-longest matching on pcre2; see regex.h.
 *
 * pcre2_match() finds where a match starts: whether one starts at a place does not depend on which
 * one Perl prefers.  The DFA matcher, tied to that place, says how long the longest is.  When
 * Perl's choice was shorter, pcre2_match() runs again with a callout at the end of the pattern that
 * sends it back until it ends there; glibc, too, finds the groups by walking the pattern greedily
 * towards a known end. Back-references are beyond the DFA matcher: there the callout refuses every
 * end and notes the farthest, which tries all ways and is sound, only slower.
 *
 * What must stay true: all time is paid from the text's account.  Backtracking pays in callouts,
 * which stand before every piece (PCRE2_AUTO_CALLOUT), the DFA matcher beforehand for the bytes and
 * states it is given; so no pattern takes more than a time proportional to the text.  The account
 * of the run pays as well, so many patterns on many texts have an end.
 */
#define _GNU_SOURCE /* memmem: linear, unlike str_search() */
#include "regex/regex.h"
#include "base/buf.h"
#include "base/map.h"
#include "regex/posix.h"

#include <string.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#ifndef REGEX_WINDOW
#define REGEX_WINDOW 8 /* bytes the DFA matcher sees at first; tests make it small */
#endif

#define WORK_BASE      ((int64_t)50 * 1000) /* steps for any text; a step is about 15 ns */
#define WORK_PER_BYTE  100
#define WORK_MOST      ((int64_t)50 * 1000 * 1000)
#define DFA_CALL       8     /* steps to start the DFA matcher */
#define COMPILING      500   /* steps to compile any pattern */
#define SIZE_PAID      65536 /* pieces; pcre2 refuses larger ones */
#define LITERAL_RATE   32    /* bytes that are searched for a literal in a step */
#define IMPATIENCE     3     /* a pattern that exploded gets so many bits less for backtracking */
#define IMPATIENT_MOST 4     /* times */
#define HEAP_MOST      4096  /* KiB for backtracking */
#define NEST_MOST      1500  /* pcre2's parentheses: our groups and helpers fit */
#define NAIVE_MOST     256   /* bytes of a text that is searched without memmem's preparations */
#define STATES_FIRST   16
#define STATES_MOST    1024
#define END_OF_PATTERN 1   /* number of the callout there */
#define AUTOMATIC      255 /* number of pcre2's own callouts */
#define POOL_CLASSES   32

/* A block pcre2 asked for; given back, it waits in a list for the next of its size. */
struct regex_block {
	struct regex_block *next;
	unsigned class; /* power of two of its size */
	_Alignas(max_align_t) char data[];
};

/* All but the lists is made when first wanted. */
struct regexes {
	struct arena *arena;
	struct account *account;
	struct account own; /* when the caller has none */
	struct map known;   /* by flags and pattern */
	struct regex_block *free[POOL_CLASSES];
	pcre2_general_context *general;
	pcre2_match_context *context;
	pcre2_match_data *data;
	int *states; /* the DFA matcher's workspace */
	size_t state_room;
};

struct regex {
	struct regexes *all;
	pcre2_code *code; /* NULL for a literal */
	struct str literal;
	bool has_backref;
	bool is_steady; /* the first match at a place is the longest */
	bool watches_rounds;
	unsigned groups;     /* written in the pattern, at most REGEX_GROUPS - 1 */
	int64_t step;        /* price of a callout: how much pcre2 may do until the next */
	int64_t left;        /* the text's account */
	bool slow;           /* backtracking used it up: the DFA matcher has a second one */
	unsigned explosions; /* so often backtracking used it up */
};

enum goal { FIRST_END, GIVEN_END, FARTHEST_END };

/* What the callout needs to know about one run of pcre2_match(). */
struct regex_run {
	struct regex *regex;
	enum goal goal;
	size_t end;                /* the given one, or the farthest so far, or REGEX_NONE */
	size_t last;               /* where the last callout stood */
	struct regex_span *groups; /* of the farthest */
	unsigned first_round;      /* bit N: the next round of group N has to be */
	size_t start;              /* of the match, where it is known */
	uint16_t *rounds; /* bit N for each place from START: when a round of group N last began
			   * there, the group had a match; NULL when rounds are not watched */
};

static void *pool_take(size_t size, void *data)
{
	struct regexes *s = data;
	struct regex_block *b;
	char *p;
	unsigned class = 6;

	while (class < POOL_CLASSES && (size_t)1 << class < size)
		class ++;
	if (class == POOL_CLASSES)
		return NULL;
	b = s->free[class];
	if (b) {
		s->free[class] = b->next;
		return b->data;
	}
	/* pcre2 expects what malloc() gives: aligned for any type, which the arena is not. */
	p = arena_alloc(s->arena, sizeof *b + ((size_t)1 << class) + _Alignof(struct regex_block));
	p += -(uintptr_t)p % _Alignof(struct regex_block);
	b = (struct regex_block *)p;
	b->class = class;
	return b->data;
}

static void pool_give(void *p, void *data)
{
	struct regexes *s = data;
	struct regex_block *b;

	if (!p)
		return;
	b = (struct regex_block *)((char *)p - offsetof(struct regex_block, data));
	b->next = s->free[b->class];
	s->free[b->class] = b;
}

static pcre2_general_context *general_context(struct regexes *s)
{
	if (!s->general)
		s->general = pcre2_general_context_create(pool_take, pool_give, s);
	return s->general;
}

struct regexes *regexes_new(struct arena *a, struct account *account)
{
	struct regexes *s = ARENA_NEW(a, struct regexes);

	s->arena = a;
	s->own.most[ACCOUNT_MATCHING] = UINT64_MAX;
	s->account = account ? account : &s->own;
	return s;
}

struct arena *regexes_arena(const struct regexes *all)
{
	return all->arena;
}

static uint32_t compile_options(unsigned flags)
{
	uint32_t options = PCRE2_AUTO_CALLOUT | PCRE2_DOTALL;

	if (flags & REGEX_NOCASE)
		options |= PCRE2_CASELESS;
	if (flags & REGEX_NEWLINE) /* "^" also after a newline that ends the text */
		return options | PCRE2_MULTILINE | PCRE2_ALT_CIRCUMFLEX;
	/* not with MULTILINE: it makes the DFA matcher of 10.42 blind to "$" before a newline */
	return options | PCRE2_DOLLAR_ENDONLY;
}

static pcre2_code *compile(struct regexes *s, struct str pattern, unsigned flags, struct str *error)
{
	pcre2_compile_context *context = pcre2_compile_context_create(general_context(s));
	struct buf b = buf_on(s->arena);
	PCRE2_SIZE at;
	pcre2_code *code;
	int rc;

	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_parens_nest_limit(context, NEST_MOST);
	buf_text(&b, "(?:");
	buf_str(&b, pattern);
	buf_printf(&b, ")(?C%d)", END_OF_PATTERN);
	code = pcre2_compile((PCRE2_SPTR)b.p, b.n, compile_options(flags), &rc, &at, context);
	pcre2_compile_context_free(context);
	if (!code) /* the translation is valid for pcre2, so only a limit can be the reason */
		*error = STR("the pattern is too large when its repetitions are written out");
	return code;
}

static struct regex *make(struct regexes *all, struct str pattern, unsigned flags,
			  struct str *error, size_t *at)
{
	unsigned posix_flags = (flags & REGEX_NOCASE ? POSIX_NOCASE : 0u) |
			       (flags & REGEX_NEWLINE ? POSIX_NEWLINE : 0u);
	struct regex *r;
	struct posix x;

	if (!posix_translate(all->arena, pattern, posix_flags, &x, error, at))
		return NULL;
	account_pay(all->account, ACCOUNT_MATCHING,
		    COMPILING + (x.size < SIZE_PAID ? x.size : SIZE_PAID));
	r = ARENA_NEW(all->arena, struct regex);
	r->all = all;
	r->literal = x.literal;
	r->has_backref = x.has_backref;
	r->is_steady = x.is_steady;
	r->watches_rounds = x.watches_rounds;
	r->groups = x.groups < REGEX_GROUPS - 1 ? x.groups : REGEX_GROUPS - 1;
	r->step = 1 + x.size / 256;
	if (x.is_literal)
		return r;
	r->code = compile(all, x.pcre, flags, error);
	*at = 0;
	return r->code ? r : NULL;
}

struct regex *regex_compile_at(struct regexes *all, struct str pattern, unsigned flags,
			       struct str *error, size_t *at)
{
	struct buf key = buf_on(all->arena);
	struct regex *r;

	buf_byte(&key, (char)flags);
	buf_str(&key, pattern);
	r = map_find(&all->known, buf_view(&key));
	if (r)
		return r;
	r = make(all, pattern, flags, error, at);
	if (r)
		map_put(&all->known, all->arena, buf_view(&key), r);
	return r;
}

struct regex *regex_compile(struct regexes *all, struct str pattern, unsigned flags,
			    struct str *error)
{
	size_t at;

	return regex_compile_at(all, pattern, flags, error, &at);
}

static void open_account(struct regex *r, size_t text_length)
{
	int64_t most = WORK_MOST - WORK_BASE;

	r->slow = false;
	r->left = WORK_BASE;
	if (text_length < (size_t)(most / WORK_PER_BYTE))
		most = (int64_t)text_length * WORK_PER_BYTE;
	r->left += most;
}

/* Backtracking that exploded before will do so again: it is not given as much. */
static void grow_impatient(struct regex *r)
{
	r->left >>= IMPATIENCE * r->explosions;
}

static bool pay(struct regex *r, int64_t price)
{
	r->left -= price;
	return account_pay(r->all->account, ACCOUNT_MATCHING, (uint64_t)price) && r->left >= 0;
}

static void copy_groups(const struct regex *r, const PCRE2_SIZE *spans, size_t count,
			struct regex_span *groups)
{
	for (size_t i = 0; i < REGEX_GROUPS; i++) {
		bool set = i < count && i <= r->groups && spans[2 * i] != PCRE2_UNSET;

		groups[i].from = set ? spans[2 * i] : REGEX_NONE;
		groups[i].to = set ? spans[2 * i + 1] : REGEX_NONE;
	}
}

/*
 * Sends pcre2 back when a round of group N ends empty though the group had a match before, as glibc
 * does. An empty round ends where it began, so what was noted at this place is about the same
 * round.
 */
static int check_round(struct regex_run *run, const pcre2_callout_block *block)
{
	unsigned number = block->callout_number, n = number % 10, bit = 1u << n;
	size_t now = block->current_position;
	bool set = n < block->capture_top && block->offset_vector[2 * n] != PCRE2_UNSET;
	uint16_t *here = run->rounds + (now - run->start);

	if (number > POSIX_FIRST_ROUND) {
		run->first_round |= bit;
		return 0;
	}
	if (number > POSIX_ROUND_END)
		return set && block->offset_vector[2 * n] == now && *here & bit;
	set = set && !(run->first_round & bit);
	run->first_round &= ~bit;
	*here = (uint16_t)(set ? *here | bit : *here & ~bit);
	return 0;
}

static int on_callout(pcre2_callout_block *block, void *data)
{
	struct regex_run *run = data;
	size_t now = block->current_position;
	size_t moved = now > run->last ? now - run->last : run->last - now;

	run->last = now;
	if (!pay(run->regex, run->regex->step + (int64_t)(moved / 16)))
		return PCRE2_ERROR_MATCHLIMIT;
	if (block->callout_number == AUTOMATIC || run->goal == FIRST_END)
		return 0;
	if (block->callout_number != END_OF_PATTERN)
		return run->rounds ? check_round(run, block) : 0;
	if (run->goal == GIVEN_END)
		return now != run->end;
	if (run->end == REGEX_NONE || now > run->end) {
		run->end = now;
		copy_groups(run->regex, block->offset_vector, block->capture_top, run->groups);
		run->groups[0] = (struct regex_span){block->start_match, now};
	}
	return now != block->subject_length;
}

static void make_scratch(struct regexes *s)
{
	if (s->data)
		return;
	s->context = pcre2_match_context_create(general_context(s));
	pcre2_set_heap_limit(s->context, HEAP_MOST);
	s->data = pcre2_match_data_create(REGEX_GROUPS, s->general);
}

static int backtrack(struct regex_run *run, struct str text, size_t from, uint32_t options)
{
	struct regex *r = run->regex;

	run->last = from;
	pcre2_set_callout(r->all->context, on_callout, run);
	return pcre2_match(r->code, (PCRE2_SPTR)text.p, text.n, from, options, r->all->data,
			   r->all->context);
}

/* Makes the DFA matcher's workspace fit for COUNT states. */
static void need_states(struct regexes *s, size_t count)
{
	size_t room = 64 + count * 6; /* two lists, three ints a state */

	if (s->state_room >= room)
		return;
	s->states = arena_array(s->arena, room, sizeof *s->states);
	s->state_room = room;
}

/*
 * Finds the longest match that starts at START.  The DFA matcher gets a window of the text first
 * and says "partial" when it wants to see more, and few states first; so what it may cost is known
 * before.
 */
static enum regex_result longest_at(struct regex *r, struct str text, size_t start,
				    uint32_t options, size_t *end)
{
	struct regexes *s = r->all;
	size_t window = REGEX_WINDOW, states = STATES_FIRST;
	int rc;

	for (;;) {
		bool whole = window >= text.n - start;
		size_t seen = whole ? text.n - start : window;

		if (!pay(r, (int64_t)(seen * (states * states / 64) + DFA_CALL)))
			return REGEX_TOO_HARD;
		need_states(s, states);
		pcre2_set_callout(s->context, NULL, NULL);
		rc = pcre2_dfa_match(r->code, (PCRE2_SPTR)text.p, start + seen, start,
				     options | PCRE2_ANCHORED | (whole ? 0 : PCRE2_PARTIAL_HARD),
				     s->data, s->context, s->states, 64 + states * 6);
		if (rc == PCRE2_ERROR_PARTIAL)
			window *= 4;
		else if (rc == PCRE2_ERROR_DFA_WSSIZE && states < STATES_MOST)
			states *= 4;
		else
			break;
	}
	if (rc == PCRE2_ERROR_NOMATCH)
		return REGEX_NO_MATCH;
	if (rc < 0)
		return REGEX_TOO_HARD;
	*end = pcre2_get_ovector_pointer(s->data)[1];
	return REGEX_MATCH;
}

/* Finds the leftmost place with the DFA matcher alone, where backtracking explodes. */
static enum regex_result search_slowly(struct regex *r, struct str text, uint32_t options,
				       struct regex_span *span)
{
	enum regex_result result = REGEX_NO_MATCH;

	for (size_t start = 0; start <= text.n && result == REGEX_NO_MATCH; start++) {
		span->from = start;
		result = longest_at(r, text, start, options, &span->to);
	}
	return result;
}

/* Back-references: tries all ways to match from START and keeps the first of the longest. */
static enum regex_result match_backref(struct regex *r, struct str text, size_t start,
				       uint32_t options, struct regex_span *groups)
{
	struct regex_run run = {r, FARTHEST_END, REGEX_NONE, start, groups, 0, start, NULL};
	int rc = backtrack(&run, text, start, options | PCRE2_ANCHORED);

	if (rc < 0 && rc != PCRE2_ERROR_NOMATCH)
		return REGEX_TOO_HARD;
	return run.end == REGEX_NONE ? REGEX_NO_MATCH : REGEX_MATCH;
}

/* Finds the groups of the match in GROUPS[0]. */
static enum regex_result match_groups(struct regex *r, struct str text, uint32_t options,
				      struct regex_span *groups)
{
	size_t start = groups[0].from, end = groups[0].to;
	struct regex_run run = {r, GIVEN_END, end, start, NULL, 0, start, NULL};
	int rc;

	if (r->watches_rounds)
		run.rounds = pool_take((text.n - start + 1) * sizeof *run.rounds, r->all);
	rc = backtrack(&run, text, start, options | PCRE2_ANCHORED);
	pool_give(run.rounds, r->all);
	if (rc < 0)
		return REGEX_TOO_HARD;
	copy_groups(r, pcre2_get_ovector_pointer(r->all->data), (size_t)rc, groups);
	return REGEX_MATCH;
}

/*
 * Finds where the first match starts and, if WANT_GROUPS, where the longest from there ends.  FOUND
 * tells whether GROUPS has all groups, too.
 */
static enum regex_result find_extent(struct regex *r, struct str text, uint32_t options,
				     struct regex_span *groups, bool want_groups, bool *found)
{
	struct regex_run run = {r, FIRST_END, REGEX_NONE, 0, groups, 0, 0, NULL};
	int rc = backtrack(&run, text, 0, options);
	size_t end;

	*found = false;
	if (rc == PCRE2_ERROR_NOMATCH)
		return REGEX_NO_MATCH;
	if (rc < 0 && !r->has_backref) {
		open_account(r, text.n);
		r->slow = true;
		r->explosions += r->explosions < IMPATIENT_MOST;
		return search_slowly(r, text, options, &groups[0]);
	}
	if (rc < 0)
		return REGEX_TOO_HARD;
	copy_groups(r, pcre2_get_ovector_pointer(r->all->data), (size_t)rc, groups);
	end = groups[0].to;
	if (want_groups && !r->is_steady && !r->has_backref &&
	    longest_at(r, text, groups[0].from, options, &end) != REGEX_MATCH)
		return REGEX_TOO_HARD;
	*found = end == groups[0].to && !r->watches_rounds;
	groups[0].to = end;
	return REGEX_MATCH;
}

/* Matches the whole of TEXT, of which nothing is known but that it holds the literal. */
static enum regex_result match_here(struct regex *r, struct str text, uint32_t options,
				    struct regex_span *groups, bool want_groups)
{
	enum regex_result result;
	bool found = false;

	if (r->slow)
		result = search_slowly(r, text, options, &groups[0]);
	else
		result = find_extent(r, text, options, groups, want_groups, &found);
	if (result != REGEX_MATCH || !want_groups)
		return result;
	if (r->has_backref)
		return match_backref(r, text, groups[0].from, options, groups);
	if (found || r->groups == 0)
		return REGEX_MATCH;
	return match_groups(r, text, options, groups);
}

/* The place of the literal in TEXT, or -1. */
static ptrdiff_t find_literal(const struct regex *r, struct str text)
{
	const char *p = text.p, *hit;
	size_t n = r->literal.n;

	if (n == 0)
		return 0;
	if (text.n > NAIVE_MOST) {
		hit = memmem(text.p, text.n, r->literal.p, n);
		return hit ? hit - text.p : -1;
	}
	while ((size_t)(text.p + text.n - p) >= n) {
		p = memchr(p, r->literal.p[0], (size_t)(text.p + text.n - p) - n + 1);
		if (!p)
			return -1;
		if (memcmp(p, r->literal.p, n) == 0)
			return p - text.p;
		p++;
	}
	return -1;
}

enum regex_result regex_match(struct regex *r, struct str text, size_t from, unsigned eflags,
			      struct regex_span groups[REGEX_GROUPS])
{
	struct str rest = str_skip(text.p ? text : STR(""), from);
	struct regex_span own[REGEX_GROUPS], *out = groups ? groups : own;
	enum regex_result result = REGEX_MATCH;
	ptrdiff_t hit;

	if (!account_pay(r->all->account, ACCOUNT_MATCHING, 1 + rest.n / LITERAL_RATE))
		return REGEX_TOO_HARD;
	hit = find_literal(r, rest);
	if (from > text.n || hit < 0)
		return REGEX_NO_MATCH;
	if (from == 0) {
		open_account(r, text.n);
		grow_impatient(r);
	}
	for (size_t i = 0; i < REGEX_GROUPS; i++)
		out[i] = (struct regex_span){REGEX_NONE, REGEX_NONE};
	if (r->code) {
		make_scratch(r->all);
		result = match_here(r, rest, eflags & REGEX_NOTBOL ? PCRE2_NOTBOL : 0, out,
				    groups != NULL);
	} else {
		out[0] = (struct regex_span){(size_t)hit, (size_t)hit + r->literal.n};
	}
	for (size_t i = 0; i < REGEX_GROUPS && result == REGEX_MATCH; i++) {
		out[i].from += out[i].from == REGEX_NONE ? 0 : from;
		out[i].to += out[i].to == REGEX_NONE ? 0 : from;
	}
	return result;
}
