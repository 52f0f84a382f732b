{{%AUTOESCAPE context="HTML"}}
{{#ALARM}}
<div class="error alarm" role="alert">
<p><strong>{{ALARM_TITLE}}</strong> {{ALARM_TEXT}}</p>
</div>
{{/ALARM}}
