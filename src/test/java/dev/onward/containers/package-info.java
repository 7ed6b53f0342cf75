/** The built WAR in the servlet containers of others, each as its makers publish it. */
package dev.onward.containers;
