/*
 * secret_url - see secret_url.h.
 *
 * Nobody says of a text that it is a URL, so the shape decides; where it is doubtful, in favour of
 * hiding: a password may have any byte in it.  A port is none, nor is what stands in a variable.
 */
#include "text/secret_url.h"

#include "base/ascii.h"

/* What a byte may end. */
enum { VALUE = 1, QUOTED = 2, AUTHORITY = 4, USER = 8, SIP = 16 };

/* A blank or control byte ends all. */
static bool ends(char c, unsigned what)
{
	switch (c) {
	case '"': return what & (QUOTED | SIP);
	case '/':
	case '?': return what & (AUTHORITY | USER | SIP);
	case '#': return what & (AUTHORITY | USER);
	case '@': return what & (USER | SIP);
	case ':':
	case '{': return what & USER;
	case ';':
	case '<':
	case '>': return what & SIP;
	default: return (unsigned char)c <= ' ';
	}
}

/* The first bytes of TEXT up to one that ends WHAT. */
static struct str up_to(struct str text, unsigned what)
{
	size_t n = 0;

	while (n < text.n && !ends(text.p[n], what))
		n++;
	return str_head(text, n);
}

static bool is_digits(struct str s)
{
	return s.n && ascii_run(s, ascii_is_digit) == s.n;
}

/* How long the password is that REST begins with; 0: there is none. */
static size_t password_length(struct str rest, bool is_value)
{
	struct str authority = up_to(rest, is_value ? AUTHORITY : AUTHORITY | QUOTED);
	ptrdiff_t quote = is_value ? -1 : str_find(authority, '\''), at;

	if (quote >= 0)
		authority = str_head(authority, (size_t)quote);
	at = str_find_last(authority, '@');
	if (at >= 0)
		return (size_t)at;
	/* "host:5060/path@x", "host:$var(port)/path@x" */
	if (is_digits(authority) || (authority.n && authority.p[0] == '$'))
		return 0;
	at = str_find(up_to(rest, is_value ? VALUE : QUOTED), '@');
	if (at < 0 && !is_value && (at = str_search(up_to(rest, QUOTED), STR("..."))) >= 0)
		at += 3;
	return at > 0 ? (size_t)at : 0;
}

/* The same of a SIP URI, in which more signs end it. */
static size_t sip_length(struct str rest)
{
	struct str password = up_to(rest, SIP);

	return password.n < rest.n && rest.p[password.n] == '@' ? password.n : 0;
}

static bool is_sip_user(char c)
{
	return ascii_is_word(c) || (c && strchr("+-.!~*%=&,", c));
}

/* Whether the colon at I ends "sip" or "sips". */
static bool ends_sip(struct str text, size_t i)
{
	struct str before = str_head(text, i);

	if (before.n && (before.p[before.n - 1] == 's' || before.p[before.n - 1] == 'S') &&
	    before.n > 3)
		before.n -= before.p[before.n - 2] == 'p' || before.p[before.n - 2] == 'P';
	return before.n >= 3 && str_equal_nocase(str_skip(before, before.n - 3), STR("sip")) &&
	       !(before.n > 3 && ascii_is_word(before.p[before.n - 4]));
}

/* Whether the scheme that ends with the colon at I has a password in its URL. */
static bool read_url(struct str text, size_t i, bool is_value, struct secret_url *url)
{
	struct str rest = str_head(str_skip(text, i + 1), SECRET_URL_MOST), user;
	bool is_sip = !str_starts(rest, STR("//"));

	if (!i || !ascii_is_word(text.p[i - 1]) || (is_sip && !ends_sip(text, i)))
		return false;
	rest = str_skip(rest, is_sip ? 0 : 2);
	user = is_sip ? str_head(rest, ascii_run(rest, is_sip_user))
		      : up_to(rest, is_value ? USER : USER | QUOTED);
	if ((is_sip && !user.n) || user.n == rest.n || rest.p[user.n] != ':')
		return false;
	rest = str_skip(rest, user.n + 1);
	/* What documents and our own hints say. */
	if (str_is(user, "user") && str_starts(rest, STR("password@")))
		return false;
	url->lo = (size_t)(rest.p - text.p);
	url->hi = url->lo + (is_sip ? sip_length(rest) : password_length(rest, is_value));
	return url->hi > url->lo;
}

bool secret_url_find(struct str text, size_t from, bool is_value, struct secret_url *url)
{
	for (;;) {
		ptrdiff_t colon = str_find(str_skip(text, from), ':');

		if (colon < 0)
			return false;
		from += (size_t)colon;
		if (read_url(text, from, is_value, url)) {
			url->behind = url->hi;
			return true;
		}
		from++;
	}
}
