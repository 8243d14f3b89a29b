package dev.hubwright.api.auth;

import dev.hubwright.api.ProviderFactory;

/** Makes one kind of authenticator; registered for {@link java.util.ServiceLoader} under this type. */
public interface AuthenticatorFactory extends ProviderFactory<Authenticator> {}
