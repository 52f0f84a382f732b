{{%AUTOESCAPE context="HTML"}}
<div class="sheet narrow">
<h1>Register</h1>
{{#OPEN}}
{{#ERROR}}
<p class="error" id="error" role="alert">{{ERROR_TEXT}}</p>
{{/ERROR}}
<form method="post" action="{{REGISTER_HREF}}">
<input type="hidden" name="csrf" value="{{CSRF}}">
<div class="field">
<label for="name">Name</label>
<input id="name" name="name" required maxlength="{{NAME_MAX}}" autocomplete="username" autocapitalize="none" spellcheck="false" autofocus value="{{NAME}}" aria-describedby="name-hint">
<p class="hint" id="name-hint">Everybody sees it, and it is in the address of your gallery.</p>
</div>
<div class="field">
<label for="password">Password</label>
<input id="password" name="password" type="password" required minlength="{{PASSWORD_MIN}}" autocomplete="new-password" aria-describedby="password-hint">
<p class="hint" id="password-hint">At least {{PASSWORD_MIN}} characters. A few random words make a good one.</p>
</div>
<p class="deeds"><button>Register</button></p>
</form>
<p class="hint">You have an account? <a href="{{LOGIN_HREF}}">Log in</a></p>
{{/OPEN}}
{{#CLOSED}}
<p>This site does not take new accounts by itself. Ask the person who runs it to make one for you.</p>
<p class="hint">You have an account? <a href="{{LOGIN_HREF}}">Log in</a></p>
{{/CLOSED}}
</div>
