{{%AUTOESCAPE context="HTML"}}
<h1 class="unseen">Newest</h1>
{{>TILES}}
{{#EMPTY}}
<div class="empty">
<h2>Nothing here yet</h2>
<p>The newest pictures, videos and sounds will stand here.</p>
{{#EMPTY_SIGNED_IN}}
<p><a class="button" href="{{SUBMIT_HREF}}">Upload the first one</a></p>
{{/EMPTY_SIGNED_IN}}
{{#EMPTY_SIGNED_OUT}}
<p><a class="button" href="{{LOGIN_HREF}}">Log in to upload</a></p>
{{/EMPTY_SIGNED_OUT}}
</div>
{{/EMPTY}}
