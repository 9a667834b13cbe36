// A small proxy: KSR.nosuch.function(1, 2, 3) is text here.
var FLT_NAT = 5
var scanner = /friendly-scanner|sip"cli'|[/]x/i, half = 4 / 2;

function reply(code, text) { KSR.sl.send_reply(code, text); }

/* KSR.nosuch() */
function ksr_request_route()
{
	if (KSR.maxfwd.process_maxfwd(10) < 0) { reply(483, "Too Many Hops"); return; }
	if (scanner.test(KSR.pv.gete("$ua"))) {
		KSR.htable.sht_seti("ipban", KSR.pv.get("$si"), 1);
		KSR.x.exit();
	}
	if (KSR.is_CANCEL()) {
		if (KSR.tm.t_check_trans() > 0) { relay(); }
		return;
	}
	if (KSR.siputils.has_totag() > 0 && KSR.rr.loose_route() > 0) { relay(); return; }
	KSR.hdr.remove("Route");
	if (KSR.is_REGISTER()) {
		if (KSR.registrar.save("location", 0) < 0) { KSR.sl.sl_reply_error(); }
		return;
	}
	var rc = KSR.registrar.lookup("location");
	if (rc < 0) {
		KSR.tm.t_newtran();
		reply(rc == -2 ? 405 : 404, 'It\'s not found');
		return;
	}
	if (KSR.nathelper && KSR.nathelper.nat_uac_test(19) > 0) { KSR.setflag(FLT_NAT); }
	KSR.info(["a", "b"].map(function (x, i) { return x + i; }).join(",") + "\n");
	relay();
}

function relay()
{
	if (KSR.is_INVITE()) {
		KSR.tm.t_on_failure("ksr_failure");
		KSR.tm.t_on_branch('ksr_branch');
	}
	if (KSR.tm.t_relay() < 0) { KSR.sl.sl_reply_error(); }
}

var ksr_failure = function () { return KSR.tm.t_is_canceled() > 0; };
function ksr_branch() { KSR.dbg("branch " + KSR.pv.get("$T_branch_idx") + "\n"); }
function ksr_dispatcher_event(name) { KSR.info("event " + name + "\n"); }
