{{%AUTOESCAPE context="HTML"}}
<div class="sheet">
<h1>{{QUESTION}}</h1>
{{#FILTER}}
<p>These are: {{FILTER_TEXT}}.</p>
{{/FILTER}}
<p>{{MEANING}}</p>
<form method="post" action="{{ALL_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#CARRIED}}
<input type="hidden" name="{{CARRIED_NAME}}" value="{{CARRIED_VALUE}}">
{{/CARRIED}}
<input type="hidden" name="deed" value="{{DEED_WORD}}">
<p class="deeds"><button{{#ANSWER_BAD}} class="bad"{{/ANSWER_BAD}}>{{ANSWER}}</button> <a class="button quiet" href="{{JOBS_HREF}}">Go back</a></p>
</form>
</div>
