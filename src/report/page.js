"use strict";
(function () {
	var all = function (selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); };

	/* --- light and dark: as the system has it, until somebody says else --- */

	var dark = null;
	all("style").forEach(function (style) {
		Array.prototype.forEach.call(style.sheet.cssRules, function (rule) {
			if (/prefers-color-scheme/.test(rule.conditionText))
				dark = dark || rule.media;
		});
	});
	var theme = document.createElement("button");
	var isDark = function () { return window.matchMedia(dark.mediaText).matches; };
	var label = function () { theme.textContent = isDark() ? "Light" : "Dark"; };
	theme.type = "button";
	theme.className = "theme";
	theme.addEventListener("click", function () {
		dark.mediaText = isDark() ? "not all" : "all";
		label();
	});
	window.matchMedia(dark.mediaText).addEventListener("change", label);
	label();
	document.querySelector(".masthead").appendChild(theme);

	/* --- filters --- */

	var form = document.getElementById("filters");
	var findings = all(".finding");
	function filter() {
		var severities = all("input", form).filter(function (x) { return x.checked; }).map(function (x) { return x.dataset.severity; });
		var asked = all("select", form).filter(function (x) { return x.value; });
		var count = 0;
		findings.forEach(function (x) {
			var shows = severities.indexOf(x.dataset.severity) !== -1;
			asked.forEach(function (select) {
				var has = x.dataset[select.dataset.filter].split(" ");
				/* What names no release is there in all. */
				if (has[0] !== "" || select.dataset.filter !== "releases")
					shows = has.indexOf(select.value) !== -1 ? shows : false;
			});
			x.parentNode.hidden = !shows;
			count += shows ? 1 : 0;
		});
		document.getElementById("filtered").textContent = count === findings.length ? "" : count + " of " + findings.length + " shown";
	}
	if (form) {
		form.hidden = false;
		form.addEventListener("change", filter);
		form.addEventListener("submit", function (event) { event.preventDefault(); });
		/* A link into a finding that is filtered out shows it again. */
		window.addEventListener("hashchange", function () {
			var target = document.getElementById(location.hash.slice(1));
			var row = target ? target.closest("li[hidden]") : null;
			if (row) {
				row.hidden = false;
				target.scrollIntoView();
			}
		});
		filter();
	}

	/* --- pictures: what a node is joined with --- */

	all("svg.picture").forEach(function (svg) {
		function trace(node) {
			var id = node ? node.dataset.node : null;
			var near = {};
			svg.classList.toggle("traced", id !== null);
			near[id] = true;
			all(".edge", svg).forEach(function (edge) {
				var touches = edge.dataset.from === id || edge.dataset.to === id;
				edge.classList.toggle("near", touches);
				if (touches)
					near[edge.dataset.from] = near[edge.dataset.to] = true;
			});
			all(".node", svg).forEach(function (x) { x.classList.toggle("near", near[x.dataset.node] === true); });
		}
		all(".node", svg).forEach(function (node) {
			node.addEventListener("mouseenter", function () { trace(node); });
			node.addEventListener("mouseleave", function () { trace(null); });
			node.addEventListener("focus", function () { trace(node); });
			node.addEventListener("blur", function () { trace(null); });
		});
	});

	/* --- pictures: as wide as the page, where letters stay large enough --- */

	all(".drawing").forEach(function (box) {
		var svg = box.querySelector("svg");
		var natural = Number(svg.getAttribute("width"));
		var button = document.createElement("button");
		function fit(fits) {
			svg.classList.toggle("fit", fits);
			button.textContent = fits ? "Full size" : "Fit to width";
		}
		if (box.clientWidth >= natural)
			return;
		button.type = "button";
		button.className = "fitter";
		button.addEventListener("click", function () { fit(!svg.classList.contains("fit")); });
		box.parentNode.insertBefore(button, box);
		fit(box.clientWidth >= 0.72 * natural);
	});

	/* --- where one is --- */

	var links = all(".contents li a");
	var sections = links.map(function (x) { return document.getElementById(x.getAttribute("href").slice(1)); });
	function mark() {
		var now = 0;
		sections.forEach(function (x, i) { if (120 > x.getBoundingClientRect().top) now = i; });
		links.forEach(function (x, i) {
			if (i === now)
				x.setAttribute("aria-current", "true");
			else
				x.removeAttribute("aria-current");
		});
	}
	var waits = false;
	window.addEventListener("scroll", function () {
		if (waits)
			return;
		waits = true;
		window.requestAnimationFrame(function () { waits = false; mark(); });
	}, { passive: true });
	mark();

	/* --- paper has no closed parts --- */

	window.addEventListener("beforeprint", function () { all("details").forEach(function (x) { x.open = true; }); });
}());
