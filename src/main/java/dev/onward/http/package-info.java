/**
 * The HTTP kernel: routes and their dispatch, request contexts, errors, API keys, the access log, security headers,
 * templates and static files. It does not depend on models. Only this package, {@code http.body} and {@code app} use
 * the Servlet API. Depends on {@code http.body}, {@code settings} and {@code table}, whose problems it writes.
 */
@NullMarked
package dev.onward.http;

import org.jspecify.annotations.NullMarked;
