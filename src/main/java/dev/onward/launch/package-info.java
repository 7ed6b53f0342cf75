/**
 * The command line and the embedded server. The only user of Jetty and picocli. Serving sees the server's jars and
 * {@code settings} alone, and leaves the application to the web application's own class loader; the other commands see
 * the application's classes too.
 */
@NullMarked
package dev.onward.launch;

import org.jspecify.annotations.NullMarked;
