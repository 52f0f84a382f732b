{{%AUTOESCAPE context="HTML"}}
<div class="sheet wide">
<h1>Upload</h1>
{{#ERROR}}
<div class="error" id="error" role="alert">
<p>{{ERROR_TEXT}}</p>
{{#ERROR_FILE}}
<p><b dir="auto">{{ERROR_FILE_NAME}}</b>: {{ERROR_FILE_TEXT}}</p>
{{/ERROR_FILE}}
</div>
{{/ERROR}}
<form class="upload" method="post" action="{{SUBMIT_HREF}}" enctype="multipart/form-data" data-upload="{{UPLOADS_HREF}}" data-max-bytes="{{MAX_BYTES}}" data-max-text="{{MAX_TEXT}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<input type="hidden" name="nonce" value="{{NONCE}}">
<div class="field" data-single>
<label for="title">Title</label>
<input id="title" name="title" dir="auto" maxlength="{{TITLE_MAX}}" value="{{TITLE}}" aria-describedby="title-hint">
<p class="hint" id="title-hint">Leave it empty, and each file's name becomes its title.</p>
</div>
<div class="field" data-single>
<label for="alt">Alt text</label>
<input id="alt" name="alt" dir="auto" maxlength="{{ALT_MAX}}" value="{{ALT}}" aria-describedby="alt-hint">
<p class="hint" id="alt-hint">One sentence on what is to be seen or heard, for people who cannot.</p>
</div>
<div class="field">
<label for="description">Description</label>
<textarea id="description" name="description" rows="5" dir="auto" maxlength="{{DESCRIPTION_MAX}}" aria-describedby="description-hint">{{DESCRIPTION:p}}</textarea>
<p class="hint" id="description-hint">Markdown: *slanted*, **bold**, [text](address), an empty line between paragraphs.</p>
</div>
<fieldset>
<legend>Who may see it?</legend>
<label class="choice"><input type="radio" name="visibility" value="public"{{#IS_PUBLIC}} checked{{/IS_PUBLIC}}> <span><b>Public</b> Everybody. It stands on the home page and in your gallery.</span></label>
<label class="choice"><input type="radio" name="visibility" value="unlisted"{{#IS_UNLISTED}} checked{{/IS_UNLISTED}}> <span><b>Unlisted</b> Whoever has the link. It is shown nowhere else.</span></label>
<label class="choice"><input type="radio" name="visibility" value="private"{{#IS_PRIVATE}} checked{{/IS_PRIVATE}}> <span><b>Private</b> Only you.</span></label>
</fieldset>
<div class="drop">
<label for="file">Choose files</label>
<input id="file" type="file" name="file" multiple required accept="image/*,video/*,audio/*,.heic,.heif,.avif,.mkv,.flac,.opus" aria-describedby="file-hint">
<p class="hint" id="file-hint">Pictures, videos and sound, several at once if you like, up to {{MAX_TEXT}} each.</p>
</div>
<ol class="queue" role="list" aria-label="Chosen files" hidden></ol>
<p class="unseen" role="status"></p>
<p class="deeds"><button>Upload</button></p>
</form>
</div>
