/**
 * The form of a model, its fields with their charts, and the files that are scored on its page. Depends on the packages of
 * the other parts of the page.
 */
@NullMarked
package dev.onward.page.form;

import org.jspecify.annotations.NullMarked;
