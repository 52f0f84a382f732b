{{%AUTOESCAPE context="HTML"}}
<div class="sheet wide">
<h1>Edit</h1>
{{#ERROR}}
<p class="error" id="error" role="alert">{{ERROR_TEXT}}</p>
{{/ERROR}}
{{#CONFLICT}}
<section class="theirs" aria-labelledby="theirs">
<h2 id="theirs">What is there now</h2>
<dl>
{{#THEIR}}
<dt>{{THEIR_NAME}}</dt>
<dd dir="auto">{{THEIR_VALUE:p}}</dd>
{{/THEIR}}
</dl>
</section>
{{/CONFLICT}}
<form method="post" action="{{EDIT_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="revision" value="{{REVISION}}">
<div class="field">
<label for="title">Title</label>
<input id="title" name="title" dir="auto" required maxlength="{{TITLE_MAX}}" value="{{TITLE}}" aria-describedby="title-hint">
<p class="hint" id="title-hint">Its address stays the same: <span class="slug">{{SLUG}}</span></p>
</div>
<div class="field">
<label for="alt">Alt text</label>
<input id="alt" name="alt" dir="auto" maxlength="{{ALT_MAX}}" value="{{ALT}}" aria-describedby="alt-hint">
<p class="hint" id="alt-hint">One sentence on what is to be seen or heard, for people who cannot.</p>
</div>
<div class="field">
<label for="description">Description</label>
<textarea id="description" name="description" rows="8" dir="auto" maxlength="{{DESCRIPTION_MAX}}" aria-describedby="description-hint">{{DESCRIPTION:p}}</textarea>
<p class="hint" id="description-hint">Markdown: *slanted*, **bold**, [text](address), an empty line between paragraphs.</p>
</div>
<fieldset>
<legend>Who may see it?</legend>
<label class="choice"><input type="radio" name="visibility" value="public"{{#IS_PUBLIC}} checked{{/IS_PUBLIC}}> <span><b>Public</b> Everybody. It stands on the home page and in your gallery.</span></label>
<label class="choice"><input type="radio" name="visibility" value="unlisted"{{#IS_UNLISTED}} checked{{/IS_UNLISTED}}> <span><b>Unlisted</b> Whoever has the link. It is shown nowhere else.</span></label>
<label class="choice"><input type="radio" name="visibility" value="private"{{#IS_PRIVATE}} checked{{/IS_PRIVATE}}> <span><b>Private</b> Only you.</span></label>
</fieldset>
{{#LOCATION}}
<fieldset>
<legend>Where it was taken</legend>
<label class="choice"><input type="checkbox" name="show_location" value="1"{{#LOCATION_SHOWN}} checked{{/LOCATION_SHOWN}}> <span><b>Show the place</b> The file tells where it was made, or may do so. Nobody else sees that, or gets the original, unless you tick this.</span></label>
</fieldset>
{{/LOCATION}}
<p class="deeds"><button>Save</button> <a class="button quiet" href="{{MEDIA_HREF}}">Cancel</a> <a class="button quiet bad" href="{{DELETE_HREF}}">Delete</a></p>
</form>
</div>
