/**
 * The settings of the application and the sources that they are read from. The web application and the launcher each
 * have their own copy of these classes. Depends on the JDK only.
 */
@NullMarked
package dev.onward.settings;

import org.jspecify.annotations.NullMarked;
