"""A small proxy: KSR.nosuch.function(1, 2, 3) is text here."""
import sys
import KSR as KSR
from os import path

FLAGS = {'nat': 5}


def mod_init():
    KSR.info("===== from Python mod init\n")
    return Proxy()


def reply(code, text): KSR.sl.send_reply(code, text)


class Proxy:
    names = [r'ksr_onreply\d', f"a{1}"]

    def child_init(self, rank):
        KSR.info("child init %d (%s)\n" % (rank, sys.version))
        return 0

    def ksr_request_route(self, msg):
        if KSR.maxfwd.process_maxfwd(10) < 0:
            reply(483, "Too Many Hops")
            return 1
        ua = KSR.pv.gete("$ua")
        if "friendly" in ua or 'sip\'cli' in ua:  # KSR.nosuch()
            KSR.htable.sht_seti("ipban", KSR.pv.get("$si"),
                                1)
            return 1
        if KSR.is_CANCEL():
            return self.relay(msg) if KSR.tm.t_check_trans() > 0 else 1
        if KSR.siputils.has_totag() > 0 and KSR.rr.loose_route() > 0:
            return self.relay(msg)
        KSR.hdr.remove("Route")
        if KSR.is_REGISTER():
            if KSR.registrar.save("location", 0) < 0:
                KSR.sl.sl_reply_error()
            return 1
        args = ("location",)
        if KSR.registrar.lookup(*args) < 0:
            KSR.tm.t_newtran()
            reply(404, "Not found")
            return 1
        if hasattr(KSR, 'nathelper') and KSR.nathelper.nat_uac_test(19) > 0:
            KSR.setflag(FLAGS['nat'])
        KSR.pv.sets("$var(x)", ",".join(x for x in ("a", "b")))
        return self.relay(msg)

    def relay(self, msg):
        if KSR.is_INVITE():
            KSR.tm.t_on_failure("ksr_failure")
            KSR.tm.t_on_branch('ksr_branch')
        if KSR.tm.t_relay() < 0:
            KSR.sl.sl_reply_error()
        return 1

    def ksr_failure(self, msg):
        if KSR.tm.t_is_canceled() > 0:
            return 1
        return KSR.tm.t_check_status('486|408')

    def ksr_branch(self, msg):
        KSR.dbg("branch [" + str(KSR.pv.get("$T_branch_idx")) + '''] "\n''')
        return 1

    def ksr_dispatcher_event(self, msg, name): return 1
