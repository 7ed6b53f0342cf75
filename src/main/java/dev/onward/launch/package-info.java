/**
 * The command line and the embedded server; the only user of Jetty and picocli. Serving has only the server's jars and
 * {@code settings} on its class path, since the web application's class loader loads the application. The other commands
 * have the application on theirs. Not on a servlet container's class path.
 */
@NullMarked
package dev.onward.launch;

import org.jspecify.annotations.NullMarked;
