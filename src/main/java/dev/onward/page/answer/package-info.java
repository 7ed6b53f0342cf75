/**
 * A prediction for one row and its reasons, as the form and the page about a model show them. Depends on {@code page.text}
 * and on packages that predict and explain.
 */
@NullMarked
package dev.onward.page.answer;

import org.jspecify.annotations.NullMarked;
