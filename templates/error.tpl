{{%AUTOESCAPE context="HTML"}}
<div class="sheet">
<h1>{{ERROR_TITLE}}</h1>
<p id="error">{{ERROR_TEXT}}</p>
{{#ADVICE}}
<p>{{ADVICE_TEXT}}</p>
{{/ADVICE}}
<p class="deeds">
{{#LINK}}
<a class="button" href="{{LINK_HREF}}">{{LINK_TEXT}}</a>
{{/LINK}}
<a class="button quiet" href="{{HOME_HREF}}">Home</a>
</p>
<p class="hint">Error {{ERROR_STATUS}}</p>
</div>
