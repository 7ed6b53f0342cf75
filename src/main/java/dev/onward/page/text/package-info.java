/**
 * Numbers, cells and sentences as the pages show them. Depends on {@code http} for the languages, and on {@code table}.
 */
@NullMarked
package dev.onward.page.text;

import org.jspecify.annotations.NullMarked;
