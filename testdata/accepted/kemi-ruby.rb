# A small proxy: KSR::NOSUCH.function(1, 2, 3) is text here.
FLT_NAT = 5
WORDS = %w(it's KSR::NOSUCH.a() "x)
SCANNER = /friendly-scanner|sip"cli'/

=begin
KSR::NOSUCH.function()
=end
def reply(code, text)
  KSR::SL.send_reply(code, text)
end

def ksr_request_route()
  if KSR::MAXFWD.process_maxfwd(10) < 0
    reply(483, "Too Many Hops")
    return 1
  end
  ua = KSR::PV.gete("$ua")
  if ua =~ SCANNER || ua.include?('cli')
    KSR::HTABLE.sht_seti("ipban", KSR::PV.get("$si"), 1)
    return 1
  end
  if KSR.is_CANCEL()
    relay() if KSR::TM.t_check_trans() > 0
    return 1
  end
  if KSR::SIPUTILS.has_totag() > 0 and KSR::RR.loose_route() > 0
    relay()
    return 1
  end
  KSR::HDR.remove "Route"
  if KSR.is_REGISTER
    KSR::SL.sl_reply_error unless KSR::REGISTRAR.save("location", 0) > 0
    return 1
  end
  rc = KSR::REGISTRAR.lookup("location")
  if rc < 0
    KSR::TM.t_newtran()
    reply(404, "Not found: #{rc}, \"#{KSR::PV.get("$ru")}\"")
    return 1
  end
  nat = KSR::NATHELPER
  KSR.setflag(FLT_NAT) if nat.nat_uac_test(19) > 0
  KSR.info <<~TEXT
    it's routed: KSR::NOSUCH.a()
  TEXT
  [1, 2].each do |x, y| KSR.dbg("#{x}\n") end
  relay()
end

def relay()
  if KSR.is_INVITE()
    KSR::TM.t_on_failure("ksr_failure")
    KSR::TM.t_on_branch('ksr_branch')
  end
  KSR::SL.sl_reply_error() if KSR::TM.t_relay() < 0
end

def ksr_failure()
  return 1 if KSR::TM.t_is_canceled() > 0
end

def ksr_branch
  KSR.dbg("branch " + KSR::PV.get("$T_branch_idx").to_s + "\n")
end

def ksr_dispatcher_event(name)
  KSR.info("event " + name + "\n")
end
