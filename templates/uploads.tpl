{{%AUTOESCAPE context="HTML"}}
<div class="list">
<header class="lead">
<h1 dir="auto">{{HEADING}}</h1>
<p><a class="button" href="{{SUBMIT_HREF}}">Upload</a></p>
</header>
{{#CHOICES}}
<div class="choose" id="choices">
<nav class="facet" aria-label="Which uploads">
<ul role="list">
{{#CHOICE}}
<li><a href="{{CHOICE_HREF}}"{{#CHOICE_HERE}} aria-current="true"{{/CHOICE_HERE}}>{{CHOICE_TEXT}} <b>{{CHOICE_COUNT}}</b></a></li>
{{/CHOICE}}
</ul>
</nav>
{{#RETRIES}}
<form method="post" action="{{RETRIES_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button class="quiet">Try all failed again</button>
</form>
{{/RETRIES}}
</div>
{{/CHOICES}}
{{#IDLE}}
<p class="note">Nothing is being made right now: the worker of this site is not running. What you sent is kept. Tell who runs this site.</p>
{{/IDLE}}
{{#EMPTY}}
<div class="empty">
<h2>Nothing here yet</h2>
<p>Each file that you upload stands here with its state, from its arrival until everybody can look at it.</p>
</div>
{{/EMPTY}}
{{#EMPTY_LIST}}
<div class="empty">
<h2>{{EMPTY_TEXT}}</h2>
</div>
{{/EMPTY_LIST}}
{{#UNFINISHED}}
<noscript>
{{#STALE}}
<p class="hint"><a href="{{FRESH_HREF}}">Keep this page fresh</a> while something is being made.</p>
{{/STALE}}
{{#FRESH}}
<p class="hint">Fresh each {{FRESH_SECONDS}} seconds. <a href="{{FRESH_HREF}}">Stop that</a></p>
{{/FRESH}}
</noscript>
{{/UNFINISHED}}
<ul class="uploads" id="uploads" role="list"{{#UNFINISHED}} data-refresh="list"{{/UNFINISHED}}>
{{#UPLOAD}}
<li id="upload-{{UPLOAD_ID}}">
<span class="thumb">
<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><rect x="3" y="4" width="18" height="16" rx="2"/><circle cx="8.5" cy="9.5" r="1.5"/><path d="M3.500 18l5.500-5 4 3.500 3-2.500 4.500 4"/></svg>
{{#UPLOAD_PICTURE}}
<img src="{{UPLOAD_SRC}}" width="{{UPLOAD_WIDTH}}" height="{{UPLOAD_HEIGHT}}" alt="" loading="lazy" decoding="async">
{{/UPLOAD_PICTURE}}
</span>
<div class="what">
{{#UPLOAD_LINK}}
<a class="name" dir="auto" href="{{UPLOAD_HREF}}">{{UPLOAD_TITLE}}</a>
{{/UPLOAD_LINK}}
{{#UPLOAD_NAME}}
<span class="name" dir="auto">{{UPLOAD_TITLE}}</span>
{{/UPLOAD_NAME}}
<span class="hint"><time datetime="{{UPLOAD_DATE_ISO}}">{{UPLOAD_DATE_TEXT}}</time>, {{UPLOAD_INFO}}</span>
{{#NOTE}}
<span class="hint">{{NOTE_TEXT}}</span>
{{/NOTE}}
</div>
<div class="state">
{{#RECEIVING}}
<span class="word" id="word-{{UPLOAD_ID}}">Receiving, {{PERCENT}} %</span>
<progress value="{{PERCENT}}" max="100" aria-labelledby="word-{{UPLOAD_ID}}">{{PERCENT}} %</progress>
{{/RECEIVING}}
{{#WAITING}}
<span class="word">Waiting{{#QUEUE}}, {{QUEUE_PLACE}}{{/QUEUE}}</span>
{{#STEP}}
<span class="doing">{{STEP_TEXT}}</span>
{{/STEP}}
{{#LOG}}
<details class="log">
<summary>Last lines of the log</summary>
<pre tabindex="0">{{LOG_TEXT:p}}</pre>
</details>
{{/LOG}}
{{#SOONER}}
<form method="post" action="{{SOONER_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{SELF_HREF}}">
<input type="hidden" name="output" value="{{SOONER_OUTPUT}}">
<button class="quiet">Try now<span class="unseen"> with {{SOONER_TITLE}}</span></button>
</form>
{{/SOONER}}
{{/WAITING}}
{{#WORKING}}
<span class="word" id="word-{{UPLOAD_ID}}">Being prepared, {{PERCENT}} %</span>
<progress value="{{PERCENT}}" max="100" aria-labelledby="word-{{UPLOAD_ID}}">{{PERCENT}} %</progress>
{{/WORKING}}
{{#PUBLISHED}}
<span class="word good">Published</span>
{{/PUBLISHED}}
{{#PUBLISHED_UNLISTED}}
<span class="word good">Ready, unlisted</span>
{{/PUBLISHED_UNLISTED}}
{{#PUBLISHED_PRIVATE}}
<span class="word good">Ready, private</span>
{{/PUBLISHED_PRIVATE}}
{{#FAILED}}
<span class="word bad">Failed</span>
<span class="reason">{{FAILED_REASON}}</span>
{{#LOG}}
<details class="log">
<summary>Last lines of the log</summary>
<pre tabindex="0">{{LOG_TEXT:p}}</pre>
</details>
{{/LOG}}
{{/FAILED}}
{{#CANCELLED}}
<span class="word">Cancelled</span>
<span class="reason">{{CANCELLED_REASON}}</span>
{{/CANCELLED}}
{{#STEP}}
<span class="doing">{{STEP_TEXT}}</span>
{{#STEP_BAR}}
<progress value="{{STEP_PERCENT}}" max="100" aria-label="{{STEP_TEXT}}">{{STEP_PERCENT}} %</progress>
{{/STEP_BAR}}
{{/STEP}}
{{#LACK}}
<div class="lack">
<span class="reason">{{#LACK_FAILED}}<span class="bad">Could not make {{LACK_NAME}}.</span>{{/LACK_FAILED}}{{#LACK_CANCELLED}}Did not make {{LACK_NAME}}.{{/LACK_CANCELLED}} {{LACK_REASON}}</span>
{{#LOG}}
<details class="log">
<summary>Last lines of the log</summary>
<pre tabindex="0">{{LOG_TEXT:p}}</pre>
</details>
{{/LOG}}
{{#LACK_RETRY}}
<form method="post" action="{{LACK_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{SELF_HREF}}">
<input type="hidden" name="output" value="{{LACK_OUTPUT}}">
<button class="quiet">Try again<span class="unseen"> to make {{LACK_NAME}} of {{LACK_TITLE}}</span></button>
</form>
{{/LACK_RETRY}}
</div>
{{/LACK}}
</div>
<div class="deeds">
{{#RETRY}}
<form method="post" action="{{RETRY_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{SELF_HREF}}">
<button class="quiet">Try again<span class="unseen"> with {{UPLOAD_TITLE}}</span></button>
</form>
{{/RETRY}}
{{#CANCEL}}
<form method="post" action="{{CANCEL_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="next" value="{{SELF_HREF}}">
<button class="quiet">Cancel<span class="unseen"> what is made of {{UPLOAD_TITLE}}</span></button>
</form>
{{/CANCEL}}
{{#EDIT}}
<a class="button quiet" href="{{EDIT_HREF}}">Edit<span class="unseen"> {{UPLOAD_TITLE}}</span></a>
{{/EDIT}}
{{#DELETE}}
<a class="button quiet bad" href="{{DELETE_HREF}}">Delete<span class="unseen"> {{UPLOAD_TITLE}}</span></a>
{{/DELETE}}
</div>
</li>
{{/UPLOAD}}
</ul>
<p class="unseen" role="status" id="news"></p>
{{#PAGER}}
<nav class="pager" aria-label="Pages">
{{#NEWER}}
<a rel="prev" href="{{NEWER_HREF}}"><span aria-hidden="true">←</span> Newer</a>
{{/NEWER}}
{{#OLDER}}
<a rel="next" href="{{OLDER_HREF}}">Older <span aria-hidden="true">→</span></a>
{{/OLDER}}
</nav>
{{/PAGER}}
</div>
