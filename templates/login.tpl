{{%AUTOESCAPE context="HTML"}}
<div class="sheet narrow">
<h1>Log in</h1>
{{#ERROR}}
<p class="error" id="error" role="alert">{{ERROR_TEXT}}</p>
{{/ERROR}}
<form method="post" action="{{LOGIN_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
{{#NEXT}}
<input type="hidden" name="next" value="{{NEXT_PATH}}">
{{/NEXT}}
<div class="field">
<label for="name">Name</label>
<input id="name" name="name" required autocomplete="username" autocapitalize="none" spellcheck="false" autofocus value="{{NAME}}">
</div>
<div class="field">
<label for="password">Password</label>
<input id="password" name="password" type="password" required autocomplete="current-password">
</div>
<p class="deeds"><button>Log in</button></p>
</form>
{{#MAY_REGISTER}}
<p class="hint">No account yet? <a href="{{REGISTER_HREF}}">Register</a></p>
{{/MAY_REGISTER}}
</div>
