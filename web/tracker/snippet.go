package tracker

import (
	"fmt"
	"html/template"
	"strings"
)

// Snippet is what a site owner pastes into the head of each page: it keeps the page's calls until the script
// is there, and has the page tracked as its deployment is configured. Server is the URL of this server,
// without a slash at its end.
func Snippet(server, deployment string) string {
	return snippet(server, GenesysPath, "_genesysJs", "Genesys",
		fmt.Sprintf("w[n].t=1*new Date();w[n].c={deploymentId:'%s'};", template.JSEscapeString(deployment)), "")
}

// ACSnippet is the same in the dialect of the Journey JavaScript SDK, in which the page itself says what to
// track.
func ACSnippet(server, deployment string) string {
	return snippet(server, ACPath, "_genesysJourneySdk", "ac", "w[n].l=1*new Date();",
		fmt.Sprintf("  ac('init', '%s');\n  ac('pageview');\n", template.JSEscapeString(deployment)))
}

// PlainSnippet is for pages whose Content-Security-Policy forbids inline scripts: nothing is kept until the
// script is there.
func PlainSnippet(server, deployment string) string {
	return fmt.Sprintf("<script async src=\"%s\" data-deployment=\"%s\"></script>\n",
		template.HTMLEscapeString(server+ScriptPath), template.HTMLEscapeString(deployment))
}

func snippet(server, path, register, name, configure, calls string) string {
	return strings.NewReplacer(
		"{register}", register, "{name}", name, "{configure}", configure, "{calls}", calls,
		"{source}", template.JSEscapeString(server+path),
	).Replace(`<script>
  (function(w,d,n,s,e){w['{register}']=n;w[n]=w[n]||function(){(w[n].q=w[n].q||[]).push(arguments)};
  {configure}e=d.createElement('script');e.async=1;e.src=s;d.head.appendChild(e)
  })(window,document,'{name}','{source}');
{calls}</script>
`)
}
