{{%AUTOESCAPE context="HTML"}}
<article class="media">
{{#RECEIVING}}
<div class="stage wait" data-refresh="reload">
<p><label for="progress">This file is still arriving: {{PERCENT}} %</label></p>
<progress id="progress" value="{{PERCENT}}" max="100">{{PERCENT}} %</progress>
</div>
{{/RECEIVING}}
{{#WAITING}}
<div class="stage wait" data-refresh="reload">
<p>This file has arrived and waits for its turn to be prepared.</p>
{{#DOING}}
<p>{{DOING_TEXT}}</p>
{{/DOING}}
<p class="hint">You may close this page. It appears in your gallery as soon as it is ready.</p>
</div>
{{/WAITING}}
{{#WORKING}}
<div class="stage wait" data-refresh="reload">
<p><label for="progress">Still being prepared: {{PERCENT}} %</label></p>
<progress id="progress" value="{{PERCENT}}" max="100">{{PERCENT}} %</progress>
{{#DOING}}
<p>{{DOING_TEXT}}</p>
{{/DOING}}
<p class="hint">You may close this page. It appears in your gallery as soon as it is ready.</p>
</div>
{{/WORKING}}
{{#FAILED}}
<div class="stage wait">
<p class="bad">{{FAILED_TITLE}}</p>
<p>{{FAILED_REASON}}</p>
{{#RETRY}}
<form method="post" action="{{RETRY_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<button>Try again</button>
</form>
{{/RETRY}}
</div>
{{/FAILED}}
{{#PICTURE}}
<div class="stage">
<a href="{{PICTURE_HREF}}">
<picture>
{{#PICTURE_WEBP}}
<source type="image/webp" srcset="{{PICTURE_WEBP_SRCSET}}" sizes="min(100vw, {{PICTURE_VH}}vh)">
{{/PICTURE_WEBP}}
<img src="{{PICTURE_SRC}}" srcset="{{PICTURE_SRCSET}}" sizes="min(100vw, {{PICTURE_VH}}vh)" width="{{PICTURE_WIDTH}}" height="{{PICTURE_HEIGHT}}" alt="{{PICTURE_ALT}}" fetchpriority="high">
</picture>
</a>
</div>
{{/PICTURE}}
{{#VIDEO}}
<div class="stage dark">
<video controls preload="metadata" playsinline width="{{VIDEO_WIDTH}}" height="{{VIDEO_HEIGHT}}" poster="{{VIDEO_POSTER}}" aria-label="{{VIDEO_ALT}}"{{#VIDEO_LOOP}} loop muted data-loop{{/VIDEO_LOOP}}>
{{#VIDEO_SOURCE}}
<source src="{{VIDEO_SRC}}" type="{{VIDEO_TYPE}}" data-label="{{VIDEO_LABEL}}">
{{/VIDEO_SOURCE}}
<p>Your browser does not play this video. <a href="#files">Download it</a> instead.</p>
</video>
{{#STORYBOARD}}
<div class="strip" aria-hidden="true" data-storyboard="{{STORYBOARD_SRC}}" data-columns="{{STORYBOARD_COLUMNS}}" data-rows="{{STORYBOARD_ROWS}}" data-count="{{STORYBOARD_COUNT}}" data-interval="{{STORYBOARD_INTERVAL}}" data-width="{{STORYBOARD_WIDTH}}" data-height="{{STORYBOARD_HEIGHT}}"></div>
{{/STORYBOARD}}
</div>
{{/VIDEO}}
{{#AUDIO}}
<div class="stage sound">
{{#COVER}}
<img class="cover" src="{{COVER_SRC}}" width="{{COVER_WIDTH}}" height="{{COVER_HEIGHT}}" alt="{{COVER_ALT}}">
{{/COVER}}
<div class="player">
{{#WAVEFORM}}
<div class="waveform"><img src="{{WAVEFORM_SRC}}" width="{{WAVEFORM_WIDTH}}" height="{{WAVEFORM_HEIGHT}}" alt=""></div>
{{/WAVEFORM}}
<audio controls preload="metadata" aria-label="{{AUDIO_ALT}}">
{{#AUDIO_SOURCE}}
<source src="{{AUDIO_SRC}}" type="{{AUDIO_TYPE}}">
{{/AUDIO_SOURCE}}
</audio>
</div>
</div>
{{/AUDIO}}
{{#STEP}}
<nav class="step" aria-label="Neighbours in this gallery">
{{#STEP_NEWER}}
<a rel="prev" href="{{STEP_NEWER_HREF}}"><span aria-hidden="true">←</span> Newer</a>
{{/STEP_NEWER}}
{{#STEP_OLDER}}
<a rel="next" href="{{STEP_OLDER_HREF}}">Older <span aria-hidden="true">→</span></a>
{{/STEP_OLDER}}
</nav>
{{/STEP}}
{{#NOTE}}
<p class="note"><strong>For you as the owner:</strong> {{NOTE_TEXT}}</p>
{{/NOTE}}
<div class="columns">
<div class="about">
<h1 dir="auto">{{TITLE}}</h1>
<p class="by">by <a href="{{OWNER_HREF}}">{{OWNER_NAME}}</a>, <time datetime="{{DATE_ISO}}">{{DATE_TEXT}}</time>
{{#UNLISTED}}
<span class="badge plain">Unlisted</span>
{{/UNLISTED}}
{{#PRIVATE}}
<span class="badge plain">Private</span>
{{/PRIVATE}}
</p>
{{#DESCRIPTION}}
<div class="prose" dir="auto">
{{DESCRIPTION_HTML:none}}
</div>
{{/DESCRIPTION}}
{{#OWNER}}
<p class="deeds">
{{#EDIT}}
<a class="button quiet" href="{{EDIT_HREF}}">Edit</a>
{{/EDIT}}
<a class="button quiet bad" href="{{DELETE_HREF}}">Delete</a>
</p>
{{/OWNER}}
</div>
<aside class="facts">
{{#FILES}}
<h2 id="files">Files</h2>
<ul class="files" role="list">
{{#FILE}}
<li><a href="{{FILE_HREF}}" download>{{FILE_NAME}}</a> <span>{{FILE_INFO}}</span></li>
{{/FILE}}
</ul>
{{/FILES}}
{{#FACTS}}
<h2>About the file</h2>
<dl>
{{#FACT}}
<div><dt>{{FACT_NAME}}</dt><dd>{{FACT_VALUE}}</dd></div>
{{/FACT}}
</dl>
{{/FACTS}}
{{#EXIF}}
<h2>From the camera</h2>
<dl>
{{#EXIF_FACT}}
<div><dt>{{EXIF_NAME}}</dt><dd>{{EXIF_VALUE}}</dd></div>
{{/EXIF_FACT}}
{{#PLACE}}
<div><dt>Place</dt><dd>{{PLACE_TEXT}}</dd></div>
{{/PLACE}}
</dl>
{{/EXIF}}
</aside>
</div>
</article>
