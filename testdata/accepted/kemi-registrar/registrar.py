"""Registrar: kamailio calls mod_init() once, then one object for each child."""
import json

import KSR as KSR

FLT_ACC, FLT_MISSED = 1, 2
LIMIT = 5


def dumpObj(obj):
    for attr in dir(obj):
        KSR.dbg("obj.%s = %s\n" % (attr, getattr(obj, attr)))


def mod_init():
    KSR.info("===== from Python mod init\n")
    return kamailio()


def answered(code, reason):
    """True, so that callers may `return answered(...)`. KSR.sl.not_a_call() stands in a docstring."""
    KSR.sl.send_reply(code, reason)
    return True


class kamailio:
    def __init__(self):
        self.failed = 'KSR.nothing("at all")'

    def child_init(self, rank):
        KSR.info('===== kamailio.child_init(%d)\n' % rank)
        return 0

    def ksr_request_route(self, msg):
        if self.odd_request(msg):
            return 1
        method = KSR.pv.get("$rm")
        handler = {
            "CANCEL": self.cancel,
            "REGISTER": self.register,
            "OPTIONS": lambda m: answered(200, "OK"),
        }.get(method)
        if KSR.siputils.has_totag() > 0:
            return self.in_dialog(msg)
        if handler is not None:
            handler(msg)
            return 1
        KSR.tm.t_check_trans()
        KSR.hdr.remove("Route")
        if method in ("INVITE", "SUBSCRIBE"):
            KSR.rr.record_route()
        if method == "INVITE":
            KSR.setflag(FLT_ACC)
            KSR.setflag(FLT_MISSED)
        return self.location(msg)

    def odd_request(self, msg):
        if KSR.maxfwd.process_maxfwd(10) < 0:
            return answered(483, "Too Many Hops")
        if KSR.sanity.sanity_check(17895, 7) < 0:
            KSR.err("malformed: {0} from {1}\n".format(KSR.pv.gete("$rm"), KSR.pv.gete("$si")))
            return True
        return False

    def cancel(self, msg):
        if KSR.tm.t_check_trans() > 0:
            self.relay(msg)

    def in_dialog(self, msg):
        if KSR.rr.loose_route() > 0:
            if KSR.is_BYE():
                KSR.setflag(FLT_ACC)
            return self.relay(msg)
        if KSR.is_ACK():
            if KSR.tm.t_check_trans() > 0:
                self.relay(msg)
            return 1
        answered(404, "Not here")
        return 1

    def register(self, msg):
        who = KSR.pv.gete("$au") or KSR.pv.gete("$tU")
        tries = KSR.htable.sht_get("auth", who)
        if tries is not None and int(tries) > LIMIT:
            return answered(403, "Try later")
        if KSR.auth_db.auth_check(KSR.pv.gete("$fd"), "subscriber", 1) < 0:
            KSR.htable.sht_inc("auth", who)
            KSR.auth.auth_challenge(KSR.pv.gete("$fd"), 0)
            return True
        KSR.htable.sht_rm("auth", who)
        KSR.auth.consume_credentials()
        if KSR.registrar.save("location", 0) < 0:
            KSR.sl.sl_reply_error()
        KSR.evapi.relay(json.dumps({"event": "register", "aor": who}))
        return True

    def location(self, msg):
        rc = KSR.registrar.lookup("location")
        if rc < 0:
            KSR.tm.t_newtran()
            if rc == -2:
                answered(405, "Method Not Allowed")
            else:
                answered(404, "Not Found")
            return 1
        return self.relay(msg)

    def relay(self, msg):
        if KSR.is_INVITE() and KSR.tm.t_is_set("failure_route") < 0:
            KSR.tm.t_on_failure("ksr_failure_manage")
        if KSR.tm.t_relay() < 0:
            KSR.sl.sl_reply_error()
        return 1

    def ksr_failure_manage(self, msg):
        if KSR.tm.t_is_canceled() > 0:
            return 1
        if KSR.tm.t_check_status("486|408") > 0:
            KSR.info(f'{KSR.pv.gete("$rU")} did not answer\n')
        return 1

    def ksr_reply_route(self, msg):
        return 1

    def ksr_registrar_event(self, msg, evname):
        KSR.dbg("registrar: " + evname + "\n")
        return 1

    def ksr_evapi_event(self, msg, evname):
        if evname == "evapi:message-received":
            KSR.info("evapi: " + KSR.pv.gete("$evapi(msg)") + "\n")
        return 1
