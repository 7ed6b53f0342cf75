package dev.onward.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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

/** Pages for people, from the templates under WEB-INF. */
final class Pages {

    private final JakartaServletWebApplication application;
    private final TemplateEngine engine = new TemplateEngine();

    Pages(ServletContext context) {
        application = JakartaServletWebApplication.buildApplication(context);
        WebApplicationTemplateResolver resolver = new WebApplicationTemplateResolver(application);
        resolver.setPrefix("/WEB-INF/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        engine.setTemplateResolver(resolver);
    }

    void write(HttpServletRequest request, HttpServletResponse response, String template, Map<String, Object> variables)
            throws IOException {
        WebContext context = new WebContext(application.buildExchange(request, response), Locale.ENGLISH, variables);
        response.setContentType("text/html;charset=UTF-8");
        Answers.send(response, out -> {
            try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                engine.process(template, context, writer);
            }
        });
    }
}
