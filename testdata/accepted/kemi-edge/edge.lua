-- An edge proxy: keeps floods out, finds a server for each call, tries another when the first fails.

local FLT_NATS = 5
local DS_SET, DS_ALG = 1, 8

local M = {}

--[==[ what a request must be like before anybody looks at it:
  KSR.no.such_function("this is a comment") ]==]
function M.reqinit()
	local srcip = KSR.pv.get("$si")
	if KSR.is_myself_srcip() ~= true and KSR.dispatcher.ds_is_from_list(DS_SET) < 0 then
		if KSR.htable.sht_get("ipban", srcip) ~= nil then
			return false
		end
		if KSR.pike.pike_check_req() < 0 then
			KSR.warn("pike: blocking " .. KSR.kx.get_method() .. " from " .. srcip .. "\n")
			KSR.htable.sht_seti("ipban", srcip, 1)
			return false
		end
	end
	if KSR.pv.gete("$ua"):lower():find("scanner", 1, true) then
		KSR.sl.sl_send_reply(200, "OK")
		return false
	end
	if KSR.maxfwd.process_maxfwd(10) < 0 then
		KSR.sl.sl_send_reply(483, "Too Many Hops")
		return false
	end
	if KSR.kx.get_method() == 'OPTIONS' and KSR.is_myself_ruri() and KSR.kx.get_ruser() == '' then
		KSR.sl.sl_send_reply(200, "Keepalive")
		return false
	end
	return KSR.sanity.sanity_check(17895, 7) > 0
end

function M.natdetect()
	KSR.force_rport()
	if KSR.nathelper.nat_uac_test(19) < 0 then
		return
	end
	if KSR.is_REGISTER() then
		KSR.nathelper.fix_nated_register()
	elseif KSR.siputils.is_first_hop() > 0 then
		KSR.nathelper.set_contact_alias()
	end
	KSR.setflag(FLT_NATS)
end

function M.relay()
	if KSR.is_INVITE() then
		if KSR.tm.t_is_set("onreply_route") < 0 then
			KSR.tm.t_on_reply("ksr_onreply_manage")
		end
		if KSR.tm.t_is_set("failure_route") < 0 then
			KSR.tm.t_on_failure("ksr_failure_dispatch")
		end
		KSR.tm.t_on_branch("ksr_branch_manage")
	end
	if KSR.tm.t_relay() < 0 then
		KSR.sl.sl_reply_error()
	end
	KSR.x.exit()
end

function M.within_dialog()
	if KSR.siputils.has_totag() < 0 then
		return
	end
	if KSR.rr.loose_route() > 0 then
		if KSR.isdsturiset() == false then
			KSR.nathelper.handle_ruri_alias()
		end
		if KSR.is_NOTIFY() then
			KSR.rr.record_route()
		end
		M.relay()
	end
	if KSR.is_ACK() then
		if KSR.tm.t_check_trans() > 0 then
			M.relay()
		end
		KSR.x.exit()
	end
	KSR.sl.sl_send_reply(404, "Not here")
	KSR.x.exit()
end

function ksr_request_route()
	if not M.reqinit() then
		return
	end
	M.natdetect()
	if KSR.is_CANCEL() then
		if KSR.tm.t_check_trans() > 0 then
			M.relay()
		end
		return 1
	end
	if not KSR.is_ACK() and KSR.tmx.t_precheck_trans() > 0 then
		KSR.tm.t_check_trans()
		return 1
	end
	M.within_dialog()
	KSR.hdr.remove("Route")
	if KSR.is_REGISTER() then
		KSR.path.add_path_received()
	elseif KSR.is_method_in("IS") then
		KSR.rr.record_route()
	end
	if KSR.dispatcher.ds_select_dst(DS_SET, DS_ALG) < 0 then
		KSR.sl.send_reply(503, "No destination")
		return 1
	end
	KSR.dbg("to " .. KSR.pv.gete("$du") .. ", " .. (KSR.pvx.xavp_gete("_dsdst_") or "") .. "\n")
	M.relay()
end

function ksr_branch_manage()
	KSR.dbg("new branch [" .. tostring(KSR.pv.get("$T_branch_idx")) .. "] to " .. KSR.kx.get_ruri() .. "\n")
	return 1
end

function ksr_onreply_manage()
	local code = KSR.kx.get_status()
	if code > 100 and code < 299 and KSR.isflagset(FLT_NATS) then
		KSR.nathelper.set_contact_alias()
	end
	return 1
end

function ksr_failure_dispatch()
	if KSR.tm.t_is_canceled() > 0 then
		return 1
	end
	if KSR.tm.t_check_status("5[0-9][0-9]") > 0 or KSR.tm.t_branch_timeout() > 0 then
		KSR.dispatcher.ds_mark_dst_state("ip")
		if KSR.dispatcher.ds_next_dst() > 0 then
			KSR.tm.t_on_failure("ksr_failure_dispatch")
			M.relay()
		end
	end
	KSR.mqueue.mq_add("cdr", KSR.kx.get_callid(), "failed")
	return 1
end

function ksr_reply_route()
	return 1
end

function ksr_rtimer_drain(evname)
	while KSR.mqueue.mq_fetch("cdr") > 0 do
		KSR.info("cdr " .. KSR.mqueue.mqk_get("cdr") .. ": " .. KSR.mqueue.mqv_get("cdr") .. "\n")
	end
	return 1
end

local events = {
	["dispatcher:dst-up"] = function() KSR.notice("up: " .. KSR.pv.gete("$du") .. "\n") end,
	["dispatcher:dst-down"] = function() KSR.err("down: " .. KSR.pv.gete("$du") .. "\n") end,
}

function ksr_dispatcher_event(evname)
	local f = events[evname]
	if f then f() end
	return 1
end

function ksr_htable_event(evname)
	KSR.info("===== htable module triggered event: " .. evname .. "\n")
	return 1
end
