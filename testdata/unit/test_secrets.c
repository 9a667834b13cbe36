/*
 * test_secrets - what is hidden in a text: passwords in URLs by their shape, values as whole words,
 * places; and what is not.
 */
#include "output/mask.h"
#include "preprocess/session.h"
#include "text/message.h"
#include "text/secret_url.h"
#include "text/secrets.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

struct fixture {
	struct arena *arena;
	struct secrets secrets;
};

static struct fixture start(const char *const *values)
{
	struct fixture f = {.arena = arena_new()};

	secrets_init(&f.secrets, f.arena);
	for (; values && *values; values++)
		secrets_add_value(&f.secrets, str_of(*values));
	return f;
}

static void check(struct fixture *f, enum secret_view view, const char *text, const char *wanted)
{
	struct buf b = buf_on(f->arena);

	secrets_put(&f->secrets, &b, str_of(text), 0, view, STR(SECRETS_MASK));
	buf_byte(&b, 0);
	assert_string_equal(b.p, wanted);
}

static void same(struct fixture *f, const char *text)
{
	check(f, SECRETS_IN_LINE, text, text);
}

static void urls_have_passwords(void **state)
{
	struct fixture f = start(NULL);

	(void)state;
	check(&f, SECRETS_IN_LINE, "\"mysql://u:pw@h/d\"", "\"mysql://u:***@h/d\"");
	check(&f, SECRETS_IN_LINE, "x=>postgres://u:12345@h", "x=>postgres://u:***@h");
	check(&f, SECRETS_IN_LINE, "amqp://:pw@h", "amqp://:***@h");
	check(&f, SECRETS_IN_LINE, "http://u:p@w@h/a@b", "http://u:***@h/a@b");
	check(&f, SECRETS_IN_LINE, "http://u:p/w@h", "http://u:***@h");
	check(&f, SECRETS_IN_LINE, "http://u:p?w#x@h:80/", "http://u:***@h:80/");
	check(&f, SECRETS_IN_LINE, "a://u:p@h;b://v:q@i", "a://u:***@h;b://v:***@i");
	check(&f, SECRETS_IN_LINE, "uri='mongodb://u:p@h';x='a@b'",
	      "uri='mongodb://u:***@h';x='a@b'");
	check(&f, SECRETS_IN_LINE, "\"ldap://$env(U):pw@h\"", "\"ldap://$env(U):***@h\"");
	check(&f, SECRETS_IN_LINE, "<sip:alice:1234@h> SIPS:bob:x@h",
	      "<sip:alice:***@h> SIPS:bob:***@h");
	check(&f, SECRETS_IN_MESSAGE, "bad \"mysql://u:abc...\"", "bad \"mysql://u:***\"");
	arena_free(f.arena);
}

static void other_texts_have_none(void **state)
{
	struct fixture f = start(NULL);

	(void)state;
	same(&f, "http://host:8080/x@y");
	same(&f, "http://$var(h):$var(p)/x@y");
	same(&f, "http://host/a:b@c");
	same(&f, "mysql://u@h/d mysql://u:@h \"a://u:\" b@c");
	same(&f, "mysql://u:$env(PW)@h mysql://u:$(var(x){s.md5})@h");
	same(&f, "mysql://user:password@host/database");
	same(&f, "sip:10.0.0.1:5060;x=a@b sip:u@h:5060 sip:$(ru{s.select,1,:})@h gossip:a:b@c");
	same(&f, "sip:h:5060>a@b sip: :x@y");
	same(&f, "listen=udp:10.0.0.1:5060 advertise a:5060 # x://y mail@host");
	same(&f, "://:@ ://u:p@h a:");
	arena_free(f.arena);
}

static void values_are_words(void **state)
{
	static const char *const values[] = {"hunter",   "hunter2", "abc",   "p@ss!word",
					     "$env(PW)", "",        "word.", NULL};
	struct fixture f = start(values);

	(void)state;
	check(&f, SECRETS_IN_LINE, "hunter hunter2 hunter23 xhunter", "*** *** hunter23 xhunter");
	check(&f, SECRETS_IN_LINE, "\"abc\" !abc! =abc;", "\"***\" !***! =***;");
	same(&f, "abc \"abc d\" xabc");
	check(&f, SECRETS_IN_LINE, "p@ss!word.p@ss!word", "***.***");
	check(&f, SECRETS_IN_LINE, "\"hunter\"hunter", "\"***\"***");
	same(&f, "$env(PW)");
	/* A message hides them only where it quotes. */
	check(&f, SECRETS_IN_MESSAGE, "hunter \"hunter2\" hunter", "hunter \"***\" hunter");
	check(&f, SECRETS_IN_MESSAGE, "route[hunter2] hunter", "route[***] hunter");
	arena_free(f.arena);
}

static void environment_is_hidden_in_messages(void **state)
{
	struct fixture f = start(NULL);

	(void)state;
	secrets_add_environment(&f.secrets, STR("Top secret/token99"));
	secrets_add_environment(&f.secrets, STR("yes"));
	check(&f, SECRETS_IN_MESSAGE, "\"Top secret/token99\" \"yes\"", "\"***\" \"yes\"");
	check(&f, SECRETS_IN_MESSAGE, "\"token99\" \"Top\" \"secret\"", "\"***\" \"Top\" \"***\"");
	same(&f, "\"Top secret/token99\"");
	arena_free(f.arena);
}

/* What message_piece() leaves of a value is hidden, too, wherever the cut is. */
static void cut_values_are_hidden(void **state)
{
	char secret[MESSAGE_PIECE_MOST + 100], text[2 * MESSAGE_PIECE_MOST + 200];
	const char *const values[] = {secret, NULL};
	struct fixture f;

	(void)state;
	for (size_t i = 0; i + 1 < sizeof secret; i++)
		secret[i] = (char)('a' + (i * i / 7 + i % 11) % 26);
	secret[sizeof secret - 1] = 0;
	for (size_t before = 0; before < MESSAGE_PIECE_MOST; before += 9) {
		struct buf piece, shown;

		f = start(values);
		piece = buf_on(f.arena);
		shown = buf_on(f.arena);
		memset(text, '.', before);
		snprintf(text + before, sizeof text - before, "%s=%.*s", secret, (int)before, "x");
		buf_byte(&piece, '"');
		message_piece(&piece, str_of(text), MESSAGE_PIECE_MOST);
		buf_byte(&piece, '"');
		secrets_put(&f.secrets, &shown, buf_view(&piece), 0, SECRETS_IN_MESSAGE,
			    STR(SECRETS_MASK));
		for (size_t i = 0; i + 8 < sizeof secret; i++)
			assert_true(str_search(buf_view(&shown), (struct str){secret + i, 8}) < 0);
		arena_free(f.arena);
	}
}

static void places_are_joined(void **state)
{
	struct fixture f = start(NULL);
	struct buf b = buf_on(f.arena);

	(void)state;
	secrets_add_place(&f.secrets, (struct span){106, 108});
	secrets_add_place(&f.secrets, (struct span){101, 103});
	secrets_add_place(&f.secrets, (struct span){102, 104});
	secrets_add_place(&f.secrets, (struct span){101, 103});
	secrets_add_place(&f.secrets, (struct span){104, 104});
	secrets_add_place(&f.secrets, (struct span){90, 100});
	secrets_add_place(&f.secrets, (struct span){110, 120});
	secrets_put(&f.secrets, &b, STR("abcdefghij"), 100, SECRETS_IN_LINE, STR("*"));
	assert_true(str_is(buf_view(&b), "a*ef*ij"));
	/* One that goes on behind the text, and began before. */
	buf_clear(&b);
	secrets_put(&f.secrets, &b, STR("jk"), 119, SECRETS_IN_LINE, STR("*"));
	assert_true(str_is(buf_view(&b), "*k"));
	arena_free(f.arena);
}

static void underlines_move(void **state)
{
	struct session s;
	struct str line = STR("x \"mysql://u:secret@h\" y");
	static const struct {
		size_t from, to, first, behind;
		const char *text;
		size_t moved_first, moved_behind;
	} cases[] = {
	    {0, 24, 0, 1, "x \"mysql://u:***@h\" y", 0, 1},
	    {0, 24, 2, 22, "x \"mysql://u:***@h\" y", 2, 19},
	    {0, 24, 15, 17, "x \"mysql://u:***@h\" y", 13, 16},
	    {0, 24, 19, 24, "x \"mysql://u:***@h\" y", 16, 21},
	    {0, 24, 23, 30, "x \"mysql://u:***@h\" y", 20, 27},
	    {15, 24, 0, 2, "***@h\" y", 0, 3},
	    {2, 16, 0, 14, "\"mysql://u:***", 0, 14},
	    {20, 24, 1, 2, "h\" y", 1, 2},
	};

	(void)state;
	session_init(&s, (struct files){0});
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mask_part part = {str_skip(str_head(line, cases[i].to), cases[i].from),
					 cases[i].first, cases[i].behind};

		part = mask_part(&s.diags, s.arena, line, 1, part);
		assert_true(str_is(part.text, cases[i].text));
		assert_int_equal(part.first, cases[i].moved_first);
		assert_int_equal(part.behind, cases[i].moved_behind);
	}
	session_end(&s);
}

/* The first text in which a naive search of each value at each place would take minutes. */
static void many_values_are_found(void **state)
{
	enum { MANY = 20000 };
	struct fixture f = start(NULL);
	struct buf b = buf_on(f.arena), shown = buf_on(f.arena);
	size_t lo, hi, hidden = 0;
	struct secret_search x;

	(void)state;
	for (int i = 0; i < MANY; i++) {
		struct buf value = buf_on(f.arena);

		buf_printf(&value, "aaaa!%0*d", i % 7, i);
		secrets_add_value(&f.secrets, buf_view(&value));
		buf_printf(&b, "aaaa!%0*d ", i % 7, i);
	}
	x = secrets_search(&f.secrets, buf_view(&b), 0, SECRETS_IN_LINE, 0, b.n);
	while (secrets_next(&x, &lo, &hi))
		hidden++;
	assert_int_equal(hidden, MANY);
	secrets_put(&f.secrets, &shown, buf_view(&b), 0, SECRETS_IN_LINE, STR(""));
	assert_true(str_find(buf_view(&shown), 'a') < 0);
	arena_free(f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(urls_have_passwords),
	    cmocka_unit_test(other_texts_have_none),
	    cmocka_unit_test(values_are_words),
	    cmocka_unit_test(environment_is_hidden_in_messages),
	    cmocka_unit_test(cut_values_are_hidden),
	    cmocka_unit_test(places_are_joined),
	    cmocka_unit_test(underlines_move),
	    cmocka_unit_test(many_values_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
