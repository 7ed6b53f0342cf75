package dev.onward.web;

import dev.onward.model.Model;
import dev.onward.repository.Lease;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;

/** What is done with the model that a request's path is about. It stays open until the answer is written. */
interface OnModel {

    void handle(Model model, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException;

    /** @param leasing takes the model that a request's path names */
    static Endpoint.Action leasing(Function<HttpServletRequest, Lease> leasing, OnModel action) {
        return (request, response) -> {
            try (Lease lease = leasing.apply(request)) {
                Exchange.of(request).model(lease.model());
                action.handle(lease.model(), request, response);
            }
        };
    }
}
