{{%AUTOESCAPE context="HTML"}}
<header class="lead">
<h1>Storage</h1>
<p>{{ROOM_TEXT}}</p>
</header>
{{>DESK}}
<div class="desk">
<section aria-label="What each byte is">
<div class="sums">
{{#SUMS}}
<table>
<caption>{{SUMS_TITLE}}</caption>
<thead><tr><th scope="col">{{SUMS_HEAD}}</th><th scope="col">Files</th><th scope="col">Bytes</th><th scope="col"><span class="unseen">Share</span></th></tr></thead>
<tbody>
{{#SUM}}
<tr><th scope="row">{{#SUM_LINK}}<a href="{{SUM_HREF}}">{{/SUM_LINK}}{{SUM_NAME}}{{#SUM_LINK}}</a>{{/SUM_LINK}}{{#SUM_HINT}} <span class="hint">{{SUM_HINT_TEXT}}</span>{{/SUM_HINT}}</th><td>{{SUM_FILES}}</td><td>{{SUM_BYTES}}</td><td><svg class="share" viewBox="0 0 1000 60" preserveAspectRatio="none" aria-hidden="true"><rect width="{{SUM_SHARE}}" height="60"/></svg></td></tr>
{{/SUM}}
</tbody>
</table>
{{/SUMS}}
</div>
{{>REMAKES}}
{{#DAMAGE}}
<h2 id="damaged">Damaged files</h2>
<p class="hint">Read through and found to be another than they were. Originals stay as they are, and nothing is made from them any more: put the file of a backup in their place. What was made of others is made again.</p>
<ul class="lost" role="list">
{{#DAMAGE_FILE}}
<li>{{#DAMAGE_LINK}}<a href="{{DAMAGE_HREF}}">{{/DAMAGE_LINK}}{{DAMAGE_TITLE}}{{#DAMAGE_LINK}}</a>{{/DAMAGE_LINK}} <span class="hint">of {{DAMAGE_OWNER}}, found <time datetime="{{DAMAGE_DATE_ISO}}">{{DAMAGE_DATE_TEXT}}</time></span>
<span class="reason">{{DAMAGE_TEXT}}</span></li>
{{/DAMAGE_FILE}}
</ul>
{{#DAMAGE_MORE}}
<p class="hint">There are more of them: gremlin check tells all.</p>
{{/DAMAGE_MORE}}
{{/DAMAGE}}
{{#LOST}}
<h2 id="lost">Lost originals</h2>
<p class="hint">No media of the database claims these files. After a restore of an older database everything newer looks like this. They are kept until somebody decides: <code>gremlin check --fix</code> asks for each.</p>
<ul class="lost" role="list">
{{#LOST_FILE}}
<li><span class="name">{{LOST_NAME}}</span> <span class="hint">{{LOST_BYTES}}{{#LOST_OWNER}}, sent by {{LOST_OWNER_NAME}}{{/LOST_OWNER}}{{#LOST_FOUND}}, found <time datetime="{{LOST_DATE_ISO}}">{{LOST_DATE_TEXT}}</time>{{/LOST_FOUND}}</span>
<span class="reason">{{LOST_WHY}}</span></li>
{{/LOST_FILE}}
</ul>
{{#LOST_MORE}}
<p class="hint">There are more of them in content/lost.</p>
{{/LOST_MORE}}
{{/LOST}}
</section>
<aside class="charts" aria-label="Growth, and the state of the machine">
{{>CHARTS}}
<div class="facts">
<h2>This machine</h2>
<dl>
{{#STATE}}
<div><dt>{{STATE_NAME}}</dt><dd>{{STATE_VALUE}}</dd></div>
{{/STATE}}
</dl>
</div>
</aside>
</div>
