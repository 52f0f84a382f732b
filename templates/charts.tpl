{{%AUTOESCAPE context="HTML"}}
{{#CHART}}
<figure>
<figcaption><b>{{CHART_TITLE}}</b> <span class="hint">{{CHART_SUM}}</span></figcaption>
{{CHART_HTML:none}}
{{#LEGEND}}
<ul class="legend" role="list">
{{#KEY}}
<li><span class="{{KEY_CLASS}}"></span>{{KEY_NAME}}</li>
{{/KEY}}
</ul>
{{/LEGEND}}
<details><summary>As numbers<span class="unseen">: {{CHART_TITLE}}</span></summary>
<table>
<thead><tr><th scope="col">{{ROW_HEAD}}</th>{{#COLUMN}}<th scope="col">{{COLUMN_NAME}}</th>{{/COLUMN}}</tr></thead>
<tbody>
{{#ROW}}
<tr><th scope="row">{{ROW_NAME}}</th>{{#CELL}}<td>{{CELL_TEXT}}</td>{{/CELL}}</tr>
{{/ROW}}
</tbody>
</table>
</details>
</figure>
{{/CHART}}
