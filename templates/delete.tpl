{{%AUTOESCAPE context="HTML"}}
<div class="sheet">
<h1>Delete “{{TITLE}}”?</h1>
{{#PICTURE}}
<p><img class="proof" src="{{PICTURE_SRC}}" width="{{PICTURE_WIDTH}}" height="{{PICTURE_HEIGHT}}" alt="{{PICTURE_ALT}}"></p>
{{/PICTURE}}
<p>This removes for good:</p>
<ul>
<li>the page with its title and description</li>
<li>your original file ({{ORIGINAL_INFO}})</li>
{{#RENDITIONS}}
<li>what was made of it: {{RENDITIONS_INFO}}</li>
{{/RENDITIONS}}
{{#RUNNING}}
<li>the work on it that is still going on</li>
{{/RUNNING}}
</ul>
<p>It cannot be undone. Links to it will stop working.</p>
<form method="post" action="{{DELETE_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="deeds"><button class="bad">Delete it</button> <a class="button quiet" href="{{MEDIA_HREF}}">Keep it</a></p>
</form>
</div>
