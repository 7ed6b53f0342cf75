package dev.onward.app;

import java.util.Set;
import javax.servlet.ServletContainerInitializer;
import javax.servlet.ServletContext;
import javax.servlet.ServletException;

/**
 * Says which container is needed. Only containers of the {@code javax} namespace, such as Tomcat 9, look for it. They
 * cannot load the classes of the application, and would report only that a class is missing.
 */
public final class JavaxContainer implements ServletContainerInitializer {

    @Override
    public void onStartup(Set<Class<?>> classes, ServletContext context) throws ServletException {
        throw new ServletException("Onward needs a container with Servlet 6.0 (jakarta.servlet), such as Tomcat 10.1 or"
                + " Jetty 12, got " + context.getServerInfo() + " with Servlet " + context.getMajorVersion() + "."
                + context.getMinorVersion() + " (javax.servlet); or run it by itself: java -jar onward.war");
    }
}
