{{%AUTOESCAPE context="HTML"}}
<header class="lead">
<h1 dir="auto">{{PERSON_NAME}}</h1>
<p>{{PERSON_COUNT}}</p>
</header>
{{>TILES}}
{{#EMPTY}}
<div class="empty">
<h2>Nothing here yet</h2>
<p>{{PERSON_NAME}} has not published anything so far.</p>
</div>
{{/EMPTY}}
{{#EMPTY_OWN}}
<div class="empty">
<h2>Nothing here yet</h2>
<p>This is your gallery. What you upload appears here as soon as it is ready.</p>
<p><a class="button" href="{{SUBMIT_HREF}}">Upload something</a></p>
</div>
{{/EMPTY_OWN}}
