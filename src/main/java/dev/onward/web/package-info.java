/**
 * HTTP: the form, the JSON and CSV routes, health, errors and limits, on nothing but the servlet API, so that they are
 * the same in every container. The only user of servlets and Thymeleaf.
 */
@NullMarked
package dev.onward.web;

import org.jspecify.annotations.NullMarked;
