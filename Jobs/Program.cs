Console.WriteLine("paysieve");
