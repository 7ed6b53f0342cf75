/**
 * The command line and the embedded server; the only user of Jetty and picocli. When serving, the class path contains
 * only the server's jars and {@code settings}, because the web application's class loader loads the application. For
 * the other commands, it also contains the application. This package is not on a servlet container's class path.
 */
@NullMarked
package dev.onward.launch;

import org.jspecify.annotations.NullMarked;
