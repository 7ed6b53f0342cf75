package dev.onward.http;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.WebContext;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Renders pages from the templates in {@code WEB-INF/templates}. Thread-safe. */
public final class Templates {

    private final JakartaServletWebApplication application;
    private final TemplateEngine engine = new TemplateEngine();

    public Templates(ServletContext context) {
        application = JakartaServletWebApplication.buildApplication(context);
        WebApplicationTemplateResolver resolver = new WebApplicationTemplateResolver(application);
        resolver.setPrefix("/WEB-INF/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        engine.setTemplateResolver(resolver);
    }

    /**
     * Sends a page.
     *
     * @param template the name of a file without its extension
     * @param variables for the template, by name
     */
    public void send(RequestContext request, String template, Map<String, Object> variables) throws IOException {
        WebContext context = new WebContext(
                application.buildExchange(request.request(), request.response()), Locale.ENGLISH, variables);
        request.send("text/html;charset=UTF-8", out -> {
            try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                engine.process(template, context, writer);
            }
        });
    }
}
