/**
 * Handlers for Jetty that protect the threads of a server from clients that send or read slowly. A web application
 * cannot do this, since its container reads bodies with its own threads. Also reports requests that the server rejects
 * itself to the application. Used by {@code java -jar} and by the image. May use {@code settings} and Jetty only.
 */
@NullMarked
package dev.onward.launch.jetty;

import org.jspecify.annotations.NullMarked;
