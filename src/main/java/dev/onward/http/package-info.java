/**
 * The HTTP kernel: routes and their dispatch, request contexts, bodies, uploads, errors, API keys, the access log,
 * security headers, templates and static files. It does not depend on models, and is the only package besides {@code
 * app} that uses the Servlet API. Depends on {@code settings} and {@code table}, whose problems it writes.
 */
@NullMarked
package dev.onward.http;

import org.jspecify.annotations.NullMarked;
