/**
 * What an operator can set, and where it is read from. Shared by the web application and the launcher, each of which
 * has its own copy of these classes. Depends on the JDK only.
 */
@NullMarked
package dev.onward.settings;

import org.jspecify.annotations.NullMarked;
