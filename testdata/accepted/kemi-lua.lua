-- A small proxy: what KSR has, in the ways that people write it.
local FLT_NAT, FLB_NAT = 5, 6
local info = KSR.info            -- a function that is kept
local handlers = { INVITE = "ksr_failure_invite", REGISTER = 'none' }

--[[ Not code:
     KSR.nosuch.function(1, 2, 3)
]]
local function reply(code, text)
	KSR.sl.send_reply(code, text)
	KSR.x.exit()
end

function ksr_request_route()
	if KSR.maxfwd.process_maxfwd(10) < 0 then reply(483, "Too Many Hops") end
	if KSR.sanity.sanity_check(17895, 7) < 0 then return 1 end
	local ua = KSR.pv.gete("$ua")
	if string.find(ua, "friendly") or string.match(ua, [[scan%d+"]]) then
		KSR.htable.sht_seti("ipban", KSR.pv.get("$si"), 1)
		return -255
	end
	if KSR.is_OPTIONS() and KSR.is_myself(KSR.pv.get("$ru")) then
		KSR.sl.sl_send_reply(200, "Keepalive"); return
	end
	if KSR.is_CANCEL() then
		if KSR.tm.t_check_trans() > 0 then relay() end
		return 1
	end
	if KSR.siputils.has_totag() > 0 then
		if KSR.rr.loose_route() > 0 then relay() else reply(404, "Not here") end
		return 1
	end
	KSR.hdr.remove("Route")
	if KSR.is_method_in("IS") then KSR.rr.record_route() end
	if KSR.is_REGISTER() then
		if KSR.registrar.save("location", 0) < 0 then KSR.sl.sl_reply_error() end
		return 1
	end
	local r = KSR.registrar.lookup("location")
	if r < 0 then
		KSR.err("no location, lookup gave " .. r .. "\n")
		KSR.tm.t_newtran()
		return reply(r == -2 and 405 or 404, "Not found")
	end
	if KSR.nathelper ~= nil and KSR.nathelper.nat_uac_test(19) > 0 then
		KSR.setflag(FLT_NAT)
		KSR.nathelper.fix_nated_contact()
	end
	pcall(KSR.dialog, 1)
	if KSR.dialog then KSR.dialog.dlg_manage() end
	info [[routed]]
	KSR.pvx.var_sets("caller", KSR.kx and KSR.kx.get_furi() or "")
	relay()
end

function relay()
	if KSR.is_INVITE() and KSR.tm.t_is_set("failure_route") < 0 then
		KSR.tm.t_on_failure("ksr_failure_invite")
		KSR.tm.t_on_branch('ksr_branch_one')
		KSR.tm["t_on_reply"](handlers.INVITE)
	end
	KSR.rtpengine.rtpengine_manage("replace-origin ICE=remove")
	if KSR.tm.t_relay() < 0 then KSR.sl.sl_reply_error() end
	KSR.x.exit()
end

function ksr_failure_invite()
	if KSR.tm.t_is_canceled() > 0 then return 1 end
	if KSR.tm.t_check_status("486|408") > 0 then KSR.tm.t_drop_replies(string.format("%s", "a")) end
end

ksr_branch_one = function () KSR.dbg("branch " .. KSR.pv.get("$T_branch_idx") .. '\n') end
_G["ksr_dispatcher_event"] = function (name) KSR.info("event " .. name .. "\n") end
