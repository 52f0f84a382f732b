{{%AUTOESCAPE context="HTML"}}
<header class="lead">
<h1>Jobs</h1>
<p>
{{#STALE}}
<a href="{{FRESH_HREF}}">Keep this page fresh</a>
{{/STALE}}
{{#FRESH}}
Fresh each {{FRESH_SECONDS}} seconds. <a href="{{FRESH_HREF}}">Stop that</a>
{{/FRESH}}
</p>
</header>
{{>DESK}}
{{#DONE}}
<p class="note wide" role="status">{{DONE_TEXT}}</p>
{{/DONE}}
<div class="desk">
<section aria-label="Jobs">
{{#FACET}}
<nav class="facet" aria-label="{{FACET_NAME}}">
<span class="hint">{{FACET_NAME}}</span>
<ul role="list">
{{#CHOICE}}
<li><a href="{{CHOICE_HREF}}"{{#CHOICE_HERE}} aria-current="true"{{/CHOICE_HERE}}>{{CHOICE_TEXT}} <b>{{CHOICE_COUNT}}</b></a></li>
{{/CHOICE}}
</ul>
</nav>
{{/FACET}}
{{#EMPTY}}
<div class="empty">
<h2>No jobs here</h2>
<p>What is to be prepared stands here, until it is done.</p>
</div>
{{/EMPTY}}
{{#LIST}}
<form method="post" action="{{JOBS_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#CARRIED}}
<input type="hidden" name="{{CARRIED_NAME}}" value="{{CARRIED_VALUE}}">
{{/CARRIED}}
<div class="bulk">
<label class="choice" id="all-rows" hidden><input type="checkbox"> All on this page</label>
<span class="deeds"><span class="hint">Those checked:</span>
{{#DEED}}
<button class="quiet{{#DEED_BAD}} bad{{/DEED_BAD}}" name="deed" value="{{DEED_WORD}}">{{DEED_TEXT}}</button>
{{/DEED}}
</span>
<span class="deeds"><span class="hint">All of this list:</span>
{{#ALL}}
<a href="{{ALL_HREF}}">{{ALL_TEXT}} ({{ALL_COUNT}}) …</a>
{{/ALL}}
</span>
</div>
<ul class="jobs" role="list">
{{#JOB}}
<li>
<label class="pick"><input type="checkbox" name="job" value="{{JOB_ID}}"><span class="unseen">{{JOB_TITLE}}, {{JOB_DEED}}</span></label>
<div class="what">
{{#JOB_LINK}}
<a class="name" dir="auto" href="{{JOB_HREF}}">{{JOB_TITLE}}</a>
{{/JOB_LINK}}
{{#JOB_NAME}}
<span class="name" dir="auto">{{JOB_TITLE}}</span>
{{/JOB_NAME}}
<span class="hint">{{JOB_DEED}}, {{JOB_KIND}}{{#JOB_OWNER}} of {{JOB_OWNER_NAME}}{{/JOB_OWNER}}</span>
</div>
<div class="state">
{{#JOB_BAD}}
<span class="word bad" id="word-{{JOB_ID}}">{{JOB_STATE}}</span>
{{/JOB_BAD}}
{{#JOB_FINE}}
<span class="word" id="word-{{JOB_ID}}">{{JOB_STATE}}</span>
{{/JOB_FINE}}
{{#JOB_RUNNING}}
<progress value="{{PERCENT}}" max="100" aria-labelledby="word-{{JOB_ID}}">{{PERCENT}} %</progress>
{{/JOB_RUNNING}}
<span class="hint"><time datetime="{{JOB_MADE_ISO}}">{{JOB_PAST}}</time></span>
</div>
<div class="why">
{{#JOB_TROUBLE}}
<span class="class">{{JOB_CLASS}}</span>
<span class="reason">{{JOB_REASON}}</span>
{{/JOB_TROUBLE}}
{{#JOB_LOG}}
<details><summary>Log<span class="unseen"> of {{JOB_TITLE}}, {{JOB_DEED}}</span></summary><pre>{{JOB_LOG_TEXT:p}}</pre></details>
{{/JOB_LOG}}
</div>
</li>
{{/JOB}}
</ul>
</form>
{{/LIST}}
{{#PAGER}}
<nav class="pager" aria-label="Pages">
{{#NEWER}}
<a rel="prev" href="{{NEWER_HREF}}"><span aria-hidden="true">←</span> Back</a>
{{/NEWER}}
{{#OLDER}}
<a rel="next" href="{{OLDER_HREF}}">More <span aria-hidden="true">→</span></a>
{{/OLDER}}
</nav>
{{/PAGER}}
</section>
<aside class="charts" aria-label="The last two days">
{{>CHARTS}}
</aside>
</div>
