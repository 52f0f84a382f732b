{{%AUTOESCAPE context="HTML"}}
<ol class="tiles" role="list">
{{#TILE}}
<li class="tile {{TILE_CLASS}}">
<a class="open" href="{{TILE_HREF}}">
<span class="thumb"{{#TILE_STORYBOARD}} data-storyboard="{{STORYBOARD_SRC}}" data-columns="{{STORYBOARD_COLUMNS}}" data-rows="{{STORYBOARD_ROWS}}" data-count="{{STORYBOARD_COUNT}}"{{/TILE_STORYBOARD}}>
{{#TILE_PICTURE}}
<picture>
{{#TILE_WEBP}}
<source type="image/webp" srcset="{{TILE_WEBP_SRCSET}}" sizes="(max-width: 40em) 92vw, 320px">
{{/TILE_WEBP}}
<img src="{{TILE_SRC}}"{{#TILE_PLAIN}} srcset="{{TILE_SRCSET}}" sizes="(max-width: 40em) 92vw, 320px"{{/TILE_PLAIN}} width="{{TILE_WIDTH}}" height="{{TILE_HEIGHT}}" alt="{{TILE_ALT}}" loading="lazy" decoding="async">
</picture>
{{/TILE_PICTURE}}
{{#TILE_BLANK}}
<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d="M9 18V6l10-2v11"/><circle cx="6.5" cy="18" r="2.5"/><circle cx="16.5" cy="15" r="2.5"/></svg>
{{/TILE_BLANK}}
{{#TILE_VIDEO}}
<span class="badge"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M3 1.5v9l7-4.5z"/></svg><span class="unseen">Video, </span>{{TILE_LENGTH}}</span>
{{/TILE_VIDEO}}
{{#TILE_AUDIO}}
<span class="badge"><svg viewBox="0 0 12 12" aria-hidden="true"><path d="M4 9.5V2l6-1v7.5a1.7 1.7 0 1 1-1-1.5V3.400L5 4v5.500a1.700 1.700 0 1 1-1-1.500z"/></svg><span class="unseen">Sound, </span>{{TILE_LENGTH}}</span>
{{/TILE_AUDIO}}
{{#TILE_UNLISTED}}
<span class="badge top">Unlisted</span>
{{/TILE_UNLISTED}}
{{#TILE_PRIVATE}}
<span class="badge top">Private</span>
{{/TILE_PRIVATE}}
</span>
<span class="name" dir="auto">{{TILE_TITLE}}</span>
</a>
{{#TILE_BY}}
<span class="by"><span class="unseen">by </span><a href="{{TILE_BY_HREF}}">{{TILE_BY_NAME}}</a></span>
{{/TILE_BY}}
</li>
{{/TILE}}
</ol>
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
