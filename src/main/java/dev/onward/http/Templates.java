package dev.onward.http;

import dev.onward.settings.Brand;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.linkbuilder.StandardLinkBuilder;
import org.thymeleaf.templateresolver.WebApplicationTemplateResolver;
import org.thymeleaf.web.servlet.JakartaServletWebApplication;

/** Renders pages from the templates in {@code WEB-INF/templates}. Thread-safe. */
public final class Templates {

    /** The variable with the path of the application on its server. */
    private static final String CONTEXT_PATH = "contextPath";

    /** The variable with the brand. */
    private static final String BRAND = "brand";

    private final TemplateEngine engine = new TemplateEngine();
    private final BrandView brand;

    /** The brand as the templates show it. */
    private record BrandView(String title, Optional<String> footer, boolean hasStyle, String logo) {

        static BrandView of(Brand brand) {
            return new BrandView(
                    brand.title(),
                    brand.footer(),
                    brand.accent().isPresent(),
                    brand.logo().map(StaticFiles::brandLogo).orElse("icon.svg"));
        }
    }

    public Templates(ServletContext context, Brand brand) {
        this.brand = BrandView.of(brand);
        WebApplicationTemplateResolver resolver =
                new WebApplicationTemplateResolver(JakartaServletWebApplication.buildApplication(context));
        resolver.setPrefix("/WEB-INF/templates/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding(StandardCharsets.UTF_8.name());
        engine.setTemplateResolver(resolver);
        engine.setLinkBuilder(new Links());
    }

    /**
     * Sends a page.
     *
     * @param template the name of a file without its extension
     * @param variables for the template, by name
     */
    public void send(RequestContext request, String template, Map<String, Object> variables) throws IOException {
        request.send("text/html;charset=UTF-8", out -> render(template, variables, request.contextPath(), out));
    }

    /** Renders a page and discards it, so that the engine is ready for the first caller. */
    public void warmUp(String template, Map<String, Object> variables) throws IOException {
        render(template, variables, "", OutputStream.nullOutputStream());
    }

    private void render(String template, Map<String, Object> variables, String contextPath, OutputStream out)
            throws IOException {
        Context context = new Context(Locale.ENGLISH, variables);
        context.setVariable(CONTEXT_PATH, contextPath);
        context.setVariable(BRAND, brand);
        try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
            engine.process(template, context, writer);
        }
    }

    /** Builds links without a request, since the pages need nothing else of it. */
    private static final class Links extends StandardLinkBuilder {

        @Override
        protected String computeContextPath(IExpressionContext context, String base, Map<String, Object> parameters) {
            return String.valueOf(context.getVariable(CONTEXT_PATH));
        }
    }
}
