/** Servers in pods of a Kubernetes cluster: {@link dev.hubwright.spawner.k8s.K8sSpawnerFactory}. */
package dev.hubwright.spawner.k8s;
