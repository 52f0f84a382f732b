{{%AUTOESCAPE context="HTML"}}
<section class="recipes" id="recipes" aria-labelledby="recipes-title">
<h2 id="recipes-title">Changed recipes</h2>
{{#COUNTING}}
<p class="hint" id="counting">What has changed is being counted: {{PERCENT}} %.</p>
<progress value="{{PERCENT}}" max="100" aria-labelledby="counting">{{PERCENT}} %</progress>
{{/COUNTING}}
{{#RUN_ON}}
<p id="run">{{RUN_TEXT}}</p>
<progress value="{{PERCENT}}" max="100" aria-labelledby="run">{{PERCENT}} %</progress>
<form method="post" action="{{REMAKE_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p class="deeds"><button class="quiet bad" name="deed" value="stop">Stop it</button> <span class="hint">What has begun may end; what is there is shown meanwhile.</span></p>
</form>
{{/RUN_ON}}
{{#RUN_OVER}}
<p>{{RUN_TEXT}}</p>
{{/RUN_OVER}}
{{#NONE}}
<p>Everything is as the recipes of today would make it.</p>
{{/NONE}}
{{#CHANGES}}
<form method="post" action="{{REMAKE_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<p>{{CHANGES_TEXT}}</p>
<div class="wide">
<table>
<thead><tr><th scope="col">Output</th><th scope="col">Media</th><th scope="col">Bytes now</th><th scope="col">Then about</th><th scope="col">Takes about</th></tr></thead>
<tbody>
{{#CHANGE}}
<tr><th scope="row">{{CHANGE_NAME}} <span class="hint">{{CHANGE_WHY}}</span></th><td>{{CHANGE_MEDIA}}</td><td>{{CHANGE_BYTES}}</td><td>{{CHANGE_THEN}}</td><td>{{CHANGE_TAKES}}</td></tr>
{{/CHANGE}}
</tbody>
</table>
</div>
<p class="deeds">
{{#MAY_START}}
<button name="deed" value="start">Make all of that again</button>
{{/MAY_START}}
<button class="quiet" name="deed" value="count">Count again</button>
<span class="hint">{{COUNTED_TEXT}}</span>
</p>
</form>
{{/CHANGES}}
</section>
