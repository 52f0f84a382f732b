{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#PAGE}}{{PAGE_TITLE}} · {{/PAGE}}{{SITE_NAME}}</title>
<meta name="color-scheme" content="light dark">
{{#NOINDEX}}
<meta name="robots" content="noindex">
{{/NOINDEX}}
{{#CARD}}
<meta property="og:site_name" content="{{SITE_NAME}}">
<meta property="og:title" content="{{CARD_TITLE}}">
<meta property="og:url" content="{{CARD_HREF}}">
<meta property="og:description" content="{{CARD_TEXT}}">
{{#CARD_PICTURE}}
<meta property="og:image" content="{{CARD_SRC}}">
<meta property="og:image:alt" content="{{CARD_ALT}}">
<meta name="twitter:card" content="summary_large_image">
{{/CARD_PICTURE}}
{{/CARD}}
<link rel="icon" type="image/svg+xml" href="{{ICON_HREF}}">
<link rel="stylesheet" href="{{STYLE_HREF}}">
{{#LIVE}}
<noscript><meta http-equiv="refresh" content="{{LIVE_SECONDS}}"></noscript>
{{/LIVE}}
{{#SCRIPT}}
<script type="module" src="{{SCRIPT_SRC}}"></script>
{{/SCRIPT}}
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="site">
<a class="logo" href="{{HOME_HREF}}"><img src="{{ICON_HREF}}" width="26" height="26" alt="">{{SITE_NAME}}</a>
<nav aria-label="Site">
<a class="home" href="{{HOME_HREF}}"{{#AT_HOME}} aria-current="page"{{/AT_HOME}}>Home</a>
{{#SIGNED_IN}}
<a href="{{SUBMIT_HREF}}"{{#AT_SUBMIT}} aria-current="page"{{/AT_SUBMIT}}>Upload</a>
<a href="{{UPLOADS_HREF}}"{{#AT_UPLOADS}} aria-current="page"{{/AT_UPLOADS}}>My uploads</a>
{{#MODERATOR}}
<a href="{{JOBS_HREF}}"{{#AT_JOBS}} aria-current="page"{{/AT_JOBS}}>Jobs</a>
<a href="{{STORAGE_HREF}}"{{#AT_STORAGE}} aria-current="page"{{/AT_STORAGE}}>Storage</a>
{{/MODERATOR}}
{{/SIGNED_IN}}
</nav>
<div class="account">
{{#SIGNED_IN}}
<a class="me" href="{{USER_HREF}}"{{#AT_USER}} aria-current="page"{{/AT_USER}}>{{USER_NAME}}</a>
<form method="post" action="{{LOGOUT_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="quiet">Log out</button>
</form>
{{/SIGNED_IN}}
{{#SIGNED_OUT}}
<a href="{{LOGIN_HREF}}"{{#AT_LOGIN}} aria-current="page"{{/AT_LOGIN}}>Log in</a>
{{#MAY_REGISTER}}
<a href="{{REGISTER_HREF}}"{{#AT_REGISTER}} aria-current="page"{{/AT_REGISTER}}>Register</a>
{{/MAY_REGISTER}}
{{/SIGNED_OUT}}
</div>
</header>
{{#FAILURES}}
<div class="banner failures" id="failures">
<span>{{FAILURES_TEXT}} <a href="{{FAILURES_HREF}}">See what to do</a></span>
<form method="post" action="{{SEEN_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{SEEN_NEXT}}">
<input type="hidden" name="count" value="{{FAILURES_COUNT}}">
<button class="quiet">Put away<span class="unseen"> this notice</span></button>
</form>
</div>
{{/FAILURES}}
{{#BANNER}}
<p class="banner" role="status">{{BANNER_TEXT}}</p>
{{/BANNER}}
<main id="main" tabindex="-1">
{{>BODY}}
</main>
<footer class="site">contentgremlin</footer>
</body>
</html>
